import { type Scene, scene } from "./scene.ts";

/** Chains: the name is in every row, and what tells the stores apart is a word, a number or the address alone. */
export const CHAINS: readonly Scene[] = [
	scene(
		"a chain whose stores are named for their street",
		`p1 | Joe's Pizza - Main St | 123 Main St | 12345 | US | (415) 555-2671 | America/New_York
		 p2 | Joe's Pizza - Mission | 2471 Mission St | 94110 | US | (415) 555-2672 | America/Los_Angeles
		 p3 | Joe's Pizza - Marina | 88 Marina Blvd | 94123 | US | (415) 555-2673 | America/Los_Angeles
		 p4 | Joe's Pizza - Market | 900 Market St | 94102 | US || America/Los_Angeles`,
		`p1 < d1 | Joes Pizza (Main Street) | 123 Main Street | 12345 | US | +1 415 555 2671
		 p3 < d3 | Joe's Pizza, Marina | 88 Marina Boulevard | 94123-1122 | USA
		 p4 < d4 | JOES PIZZA MARKET STREET | 900 Market Street | 94102 | United States
		 - < d5 | Joes Pizza Pier | 39 Pier Plaza | 94133 | US`,
	),
	scene(
		"a chain that names every store alike",
		`p1 | Burger Barn | 10 Oak Ave | 60601 | US | 312-555-0101
		 p2 | Burger Barn | 2200 N Clark St | 60614 | US | 312-555-0102
		 p3 | Burger Barn | 735 W Madison St | 60661 | US | 312-555-0103
		 p4 | Burger Barn | 1510 E 55th St | 60615 | US | 312-555-0104
		 p5 | Burger Barn | 4 Oak Ave | 60601 | US | 312-555-0105`,
		`p1 < d1 | Burger Barn | 10 Oak Avenue | 60601 | US
		 p2 < d2 | Burger Barn | 2200 North Clark Street | 60614 | US
		 p3 < d3 | Burger Barn | 735 West Madison Street | 60661 | US
		 p4 < d4 | Burger Barn | 1510 East 55th Street | 60615 | US
		 - < d6 | Burger Barn | 9 Oak Avenue | 60601 | US`,
	),
	scene(
		"a chain that numbers its stores",
		`p1 | Sub Stop #1204 | 14 Elm St | 02134 | US
		 p2 | Sub Stop #1240 | 140 Elm St | 02134 | US
		 p3 | Sub Stop #1402 | 41 Pine St | 02135 | US
		 p4 | Sub Stop #2104 | 14 Elm St | 02472 | US`,
		`p1 < d1 | Sub Stop 1204 | 14 Elm Street | 2134 | US
		 p2 < d2 | Sub Stop - Store No. 1240 | 140 Elm Street | 02134 | US
		 p3 < d3 | Sub Stop (1402) | 41 Pine Street | 02135 | US
		 - < d4 | Sub Stop 1420 | 41 Pine Street | 02138 | US
		 p4 < d5 | Sub Stop 2104 | 14 Elm Street | 02472 | US`,
	),
	scene(
		"the house numbers of two stores are swapped at the DSP",
		`p1 | Noodle House Mission | 2417 Mission St | 94110 | US
		 p2 | Noodle House Folsom | 2471 Folsom St | 94110 | US`,
		`p1 < d1 | Noodle House Mission | 2471 Mission St | 94110 | US
		 p2 < d2 | Noodle House Folsom | 2417 Folsom St | 94110 | US`,
	),
	scene(
		"a house number with two digits the wrong way round, alone",
		`p1 | Joe's Pizza - Mission | 2471 Mission St | 94110 | US | (415) 555-2672
		 p2 | Joe's Pizza - Main St | 123 Main St | 12345 | US`,
		`- < d1 | JOES PIZZA MISSION | 2417 Mission Street | 94110 | US
		 p2 < d2 | Joes Pizza Main Street | 123 Main Street | 12345 | US`,
	),
	scene(
		"two stores of a chain in one street",
		`p1 | Wok & Roll | 100 Broadway | 10005 | US | 212-555-0100
		 p2 | Wok & Roll | 1001 Broadway | 10010 | US | 212-555-0110
		 p3 | Wok & Roll | 101 Broadway | 10005 | US | 212-555-0120`,
		`p1 < d1 | Wok and Roll | 100 Broadway | 10005 | US | (212) 555-0100
		 p2 < d2 | Wok and Roll | 1001 Broadway | 10010 | US | (212) 555-0110
		 p3 < d3 | Wok and Roll | 101 Broadway | 10005 | US | (212) 555-0120
		 - < d4 | Wok and Roll | 110 Broadway | 10005 | US | (212) 555-0130`,
	),
	scene(
		"towns with streets of the same name",
		`p1 | Green Bowl Springfield | 55 Church St | 01101 | US
		 p2 | Green Bowl Burlington | 55 Church St | 05401 | US
		 p3 | Green Bowl Cambridge | 55 Church St | 02138 | US
		 p4 | Green Bowl Charleston | 55 Church St | 29401 | US`,
		`p1 < d1 | Green Bowl (Springfield) | 55 Church Street | 01101 | US
		 p2 < d2 | Green Bowl (Burlington) | 55 Church Street | 05401 | US
		 p3 < d3 | Green Bowl (Cambridge) | 55 Church Street | 02138 | US
		 p4 < d4 | Green Bowl (Charleston) | 55 Church Street | 29401 | US
		 - < d5 | Green Bowl (New Haven) | 55 Church Street | 06510 | US`,
	),
	scene(
		"a chain abroad and at home",
		`p1 | Taco Sol | 12 King St | 06510 | US
		 p2 | Taco Sol | 12 King St W | M5H 1A1 | CA
		 p3 | Taco Sol Bristol | 12 King Street | BS1 4EF | GB`,
		`p1 < d1 | Taco Sol | 12 King Street | 06510 | United States
		 p2 < d2 | Taco Sol | 12 King Street West | M5H1A1 | Canada
		 p3 < d3 | Taco Sol | 12 King St | BS14EF | United Kingdom
		 - < d4 | Taco Sol | 12 King Street | 3000 | AU`,
	),
	scene(
		"a chain of seven, of which the DSP lists five",
		`p1 | Bean There - Airport T1 | 1 Airport Rd | 85034 | US
		 p2 | Bean There - Airport T4 | 4 Airport Rd | 85034 | US
		 p3 | Bean There - Tempe | 620 S Mill Ave | 85281 | US
		 p4 | Bean There - Mesa | 31 W Main St | 85201 | US
		 p5 | Bean There - Gilbert | 302 N Gilbert Rd | 85234 | US
		 p6 | Bean There - Chandler | 40 S San Marcos Pl | 85225 | US
		 p7 | Bean There - Scottsdale | 7117 E 3rd Ave | 85251 | US`,
		`p2 < d2 | Bean There (Airport Terminal 4) | 4 Airport Road | 85034 | US
		 p3 < d3 | Bean There (Tempe) | 620 South Mill Avenue | 85281 | US
		 p4 < d4 | Bean There (Mesa) | 31 West Main Street | 85201 | US
		 p6 < d6 | Bean There (Chandler) | 40 South San Marcos Place | 85225 | US
		 p7 < d7 | Bean There (Scottsdale) | 7117 East Third Avenue | 85251 | US`,
	),
	scene(
		"the DSP adds a word of its own to every name",
		`p1 | Curry Leaf Soho | 8 Greek St | W1D 4DG | GB
		 p2 | Curry Leaf Camden | 21 Parkway | NW1 7PG | GB
		 p3 | Curry Leaf Brixton | 412 Brixton Rd | SW9 7AY | GB`,
		`p1 < d1 | Curry Leaf Soho - Editions | 8 Greek Street | W1D4DG | GB
		 p2 < d2 | Curry Leaf Camden - Editions | 21 Parkway | NW17PG | GB
		 p3 < d3 | Curry Leaf Brixton - Editions | 412 Brixton Road | SW97AY | GB
		 - < d4 | Curry Leaf Hackney - Editions | 412 Mare Street | E8 1HE | GB`,
	),
	scene(
		"one location and three stores of the DSP",
		`p1 | Pho Saigon | 77 Elm St | 75201 | US | 214-555-0177`,
		`p1 < d1 | Pho Saigon | 77 Elm Street | 75201 | US | +1 214 555 0177
		 - < d2 | Pho Saigon Uptown | 2900 McKinney Ave | 75204 | US | +1 214 555 0178
		 - < d3 | Pho Saigon Plano | 77 Legacy Dr | 75024 | US | +1 214 555 0179`,
	),
	scene(
		"a franchise owner with two brands in two houses",
		`p1 | Pizza Palace Route 9 | 1450 Route 9 | 12601 | US
		 p2 | Chicken Shack Route 9 | 1460 Route 9 | 12601 | US
		 p3 | Pizza Palace Main | 12 Main St | 12601 | US`,
		`p1 < d1 | Pizza Palace (Rte 9) | 1450 Rte 9 | 12601 | US
		 p2 < d2 | Chicken Shack (Rte 9) | 1460 Rte 9 | 12601 | US
		 p3 < d3 | Pizza Palace (Main St) | 12 Main Street | 12601 | US
		 - < d4 | Chicken Shack (Main St) | 14 Main Street | 12601 | US`,
	),
	scene(
		"stores that moved: the DSP has the old address",
		`p1 | Salad Bar Lakeview | 3300 N Broadway | 60657 | US
		 p2 | Salad Bar Loop | 20 W Lake St | 60601 | US`,
		`p1 < d1 | Salad Bar Lakeview | 3145 N Broadway | 60657 | US
		 p2 < d2 | Salad Bar Loop | 20 West Lake Street | 60601 | US`,
	),
	scene(
		"a store that moved around the corner into another postcode",
		`p1 | The Daily Bagel | 500 7th Ave | 10018 | US | 212-555-0199`,
		`p1 < d1 | Daily Bagel | 500 7th Avenue | 10001 | US | 212-555-0199`,
	),
	scene(
		"the phone of another store was typed in",
		`p1 | Sushi Ko North | 10 North Ave | 30308 | US | 404-555-0101
		 p2 | Sushi Ko South | 10 South Ave | 30315 | US | 404-555-0102`,
		`p1 < d1 | Sushi Ko North | 10 North Avenue | 30308 | US | 404-555-0102
		 p2 < d2 | Sushi Ko South | 10 South Avenue | 30315 | US | 404-555-0102`,
	),
	scene(
		"north and south of one avenue",
		`p1 | Kebab Corner | 210 N 1st Ave | 55401 | US
		 p2 | Kebab Corner | 210 S 1st Ave | 55401 | US`,
		`p1 < d1 | Kebab Corner | 210 North First Avenue | 55401 | US
		 p2 < d2 | Kebab Corner | 210 South First Avenue | 55401 | US`,
	),
	scene(
		"numbers of streets and of houses",
		`p1 | Bao Bar | 12 5th Ave | 10011 | US
		 p2 | Bao Bar | 125 5th Ave | 10003 | US
		 p3 | Bao Bar | 12 15th St | 10011 | US`,
		`p1 < d1 | Bao Bar | 12 Fifth Avenue | 10011 | US
		 p2 < d2 | Bao Bar | 125 Fifth Avenue | 10003 | US
		 p3 < d3 | Bao Bar | 12 15th Street | 10011 | US
		 - < d4 | Bao Bar | 15 12th Street | 10011 | US`,
	),
];
