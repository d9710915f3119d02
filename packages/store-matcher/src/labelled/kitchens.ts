import { type Scene, scene } from "./scene.ts";

/** Several brands in one kitchen, food halls, and look-alikes next door. */
export const KITCHENS: readonly Scene[] = [
	scene(
		"virtual brands of one kitchen, each its own POS location",
		`p1 | Joe's Pizza | 80 Dock St | 21201 | US | 410-555-0180
		 p2 | Joe's Wings | 80 Dock St | 21201 | US | 410-555-0180
		 p3 | Nonna's Pasta | 80 Dock St | 21201 | US | 410-555-0180`,
		`p1 < d1 | Joes Pizza | 80 Dock Street | 21201 | US | (410) 555-0180
		 p2 < d2 | Joes Wings | 80 Dock Street | 21201 | US | (410) 555-0180
		 p3 < d3 | Nonnas Pasta | 80 Dock Street | 21201 | US | (410) 555-0180
		 - < d4 | Crispy Rooster | 80 Dock Street | 21201 | US | (410) 555-0180`,
	),
	scene(
		"virtual brands that the POS does not know",
		`p1 | Harbor Kitchen | 81 Dock St | 21202 | US | 410-555-0181`,
		`p1 < d1 | Harbor Kitchen | 81 Dock Street | 21202 | US | (410) 555-0181
		 - < d2 | Wing Wizards | 81 Dock Street | 21202 | US | (410) 555-0181
		 - < d3 | Melt Masters | 81 Dock Street | 21202 | US | (410) 555-0181`,
	),
	scene(
		"a food hall",
		`p1 | Taco Tree | 1 Market Hall | 19107 | US
		 p2 | Ramen Rail | 1 Market Hall | 19107 | US
		 p3 | Falafel Fort | 1 Market Hall | 19107 | US
		 p4 | Gelato Gate | 1 Market Hall | 19107 | US`,
		`p1 < d1 | Taco Tree | One Market Hall | 19107 | US
		 p2 < d2 | Ramen Rail | One Market Hall | 19107 | US
		 p3 < d3 | Falafel Fort | One Market Hall | 19107 | US
		 - < d4 | Bagel Bay | One Market Hall | 19107 | US
		 - < d5 | Taco Tent | One Market Hall | 19107 | US`,
	),
	scene(
		"brands whose names differ in one letter",
		`p1 | Casa Luna | 12 Plaza Rd | 87501 | US
		 p2 | Casa Lupa | 14 Plaza Rd | 87501 | US`,
		`p1 < d1 | Casa Luna | 12 Plaza Road | 87501 | US
		 p2 < d2 | Casa Lupa | 14 Plaza Road | 87501 | US`,
	),
	scene(
		"an express branch in the same house",
		`p1 | Golden Dragon | 5 Gate Sq | 94108 | US | 415-555-0105
		 p2 | Golden Dragon Express | 5 Gate Sq | 94108 | US | 415-555-0106`,
		`p1 < d1 | Golden Dragon | 5 Gate Square | 94108 | US | 415-555-0105
		 p2 < d2 | Golden Dragon Express | 5 Gate Square | 94108 | US | 415-555-0106`,
	),
	scene(
		"an express branch that one side alone has",
		`p1 | Silver Dragon | 6 Gate Sq | 94108 | US
		 p2 | Silver Dragon Richmond | 2200 Clement St | 94121 | US`,
		`- < d1 | Silver Dragon Express | 6 Gate Square | 94108 | US
		 p1 < d2 | Silver Dragon | 6 Gate Square | 94108 | US
		 p2 < d3 | Silver Dragon Richmond | 2200 Clement Street | 94121 | US`,
	),
	scene(
		"the new tenant of an old address",
		`p1 | Blue Door Bistro | 33 Quay St | 04101 | US
		 p2 | Blue Door Bakery | 35 Quay St | 04101 | US`,
		`- < d1 | Red Door Bistro | 33 Quay Street | 04101 | US
		 p2 < d2 | Blue Door Bakery | 35 Quay Street | 04101 | US`,
	),
	scene(
		"neighbours with the same name and another number",
		`p1 | Corner Deli | 100 1st St | 07302 | US
		 p2 | Corner Deli | 102 1st St | 07302 | US`,
		`p1 < d1 | Corner Deli | 100 First Street | 07302 | US
		 p2 < d2 | Corner Deli | 102 First Street | 07302 | US`,
	),
	scene(
		"two ghost kitchens of one company",
		`p1 | Cloud Eats Downtown | 700 Vine St | 45202 | US
		 p2 | Cloud Eats Norwood | 4500 Montgomery Rd | 45212 | US
		 p3 | Burger Cloud Downtown | 700 Vine St | 45202 | US
		 p4 | Burger Cloud Norwood | 4500 Montgomery Rd | 45212 | US`,
		`p1 < d1 | Cloud Eats - Downtown | 700 Vine Street | 45202 | US
		 p2 < d2 | Cloud Eats - Norwood | 4500 Montgomery Road | 45212 | US
		 p3 < d3 | Burger Cloud - Downtown | 700 Vine Street | 45202 | US
		 p4 < d4 | Burger Cloud - Norwood | 4500 Montgomery Road | 45212 | US
		 - < d5 | Taco Cloud - Norwood | 4500 Montgomery Road | 45212 | US`,
	),
	scene(
		"the same list twice at the DSP",
		`p1 | Olive Press | 16 Hill Rd | 95404 | US`,
		`p1 < d1 | Olive Press | 16 Hill Road | 95404 | US
		 - < d2 | Olive Press (old, do not use) | 16 Hill Road | 95404 | US`,
	),
	scene(
		"a catering arm of the restaurant",
		`p1 | Fig & Thyme | 18 Mill Ln | 78701 | US
		 p2 | Fig & Thyme Catering | 18 Mill Ln | 78701 | US`,
		`p1 < d1 | Fig and Thyme | 18 Mill Lane | 78701 | US
		 p2 < d2 | Fig and Thyme Catering | 18 Mill Lane | 78701 | US`,
	),
];
