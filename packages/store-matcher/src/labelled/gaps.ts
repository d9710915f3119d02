import { type Scene, scene } from "./scene.ts";

/** Facts that are missing on one side or on both. */
export const GAPS: readonly Scene[] = [
	scene(
		"the POS sends no address",
		`p1 | Airport Kiosk | | | US
		 p2 | City Kiosk | 5 City Rd | 44101 | US`,
		`p1 < d1 | Airport Kiosk | 1 Airport Way | 44135 | US
		 p2 < d2 | City Kiosk | 5 City Road | 44101 | US`,
	),
	scene(
		"neither side sends an address",
		`p1 | Rice Bowl East
		 p2 | Rice Bowl West`,
		`p1 < d1 | Rice Bowl East
		 p2 < d2 | Rice Bowl West
		 - < d3 | Rice Bowl`,
	),
	scene(
		"no house number at the DSP",
		`p1 | Mill Cafe | 9 Mill St | 15201 | US | 412-555-0109
		 p2 | Mill Cafe North | 19 Mill St | 15212 | US | 412-555-0119`,
		`p1 < d1 | Mill Cafe | Mill Street | 15201 | US | (412) 555-0109
		 p2 < d2 | Mill Cafe North | Mill Street | 15212 | US`,
	),
	scene(
		"no postcode at the DSP",
		`p1 | Seaside Fry | 3 Ocean Dr | 33139 | US | 305-555-0103
		 p2 | Seaside Fry Key West | 3 Ocean Dr | 33040 | US | 305-555-0104`,
		`p1 < d1 | Seaside Fry | 3 Ocean Drive | | US | (305) 555-0103
		 p2 < d2 | Seaside Fry Key West | 3 Ocean Drive | | US | (305) 555-0104`,
	),
	scene(
		"the same street and number in two towns, and no postcode",
		`p1 | Village Pizza | 1 Main St | | US
		 p2 | Village Pizza | 1 Main St | | US`,
		`p1 < d1 | Village Pizza | 1 Main Street | | US
		 p2 < d2 | Village Pizza | 1 Main Street | | US`,
	),
	scene(
		"the phone alone",
		`p1 | Night Owl Diner | | | US | 702-555-0177
		 p2 | Night Owl Diner Henderson | | | US | 702-555-0178`,
		`p1 < d1 | Night Owl Diner | | | US | (702) 555-0177
		 p2 < d2 | Night Owl Diner Henderson | | | US | (702) 555-0178
		 - < d3 | Night Owl Diner Summerlin | | | US | (702) 555-0179`,
	),
	scene(
		"the country in words that nobody knows",
		`p1 | Polar Grill | 4 Ice Rd | 99701 | US
		 p2 | Polar Grill Nome | 4 Front St | 99762 | US`,
		`p1 < d1 | Polar Grill | 4 Ice Road | 99701 | Fairbanks Borough
		 p2 < d2 | Polar Grill Nome | 4 Front Street | 99762 | n/a`,
	),
	scene(
		"a name that is an id",
		`p1 | Store 4410 | 90 Park Ave | 10016 | US
		 p2 | Store 4411 | 91 Park Ave | 10128 | US`,
		`p1 < d1 | Grand Deli Murray Hill | 90 Park Avenue | 10016 | US
		 p2 < d2 | Grand Deli Carnegie Hill | 91 Park Avenue | 10128 | US`,
	),
	scene(
		"a test store at the POS",
		`p1 | Test Location - do not use | 1 Test St | 00000 | US
		 p2 | Hearth & Vine | 1 Vine St | 37203 | US`,
		`p2 < d1 | Hearth and Vine | 1 Vine Street | 37203 | US
		 - < d2 | Test Store | 1 Test Street | 90210 | US`,
	),
	scene(
		"facts typed into the wrong field",
		`p1 | Basil & Co | 40 River Rd, 43201 | | US | 614-555-0140
		 p2 | Basil & Co Dublin | 41 River Rd | 43017 | US | 614-555-0141`,
		`p1 < d1 | Basil and Co | 40 River Road | 43201 | US | (614) 555-0140
		 p2 < d2 | Basil and Co Dublin | 41 River Road | 43017 | US | (614) 555-0141`,
	),
	scene(
		"an owner who writes everything in capitals, with the town in the name",
		`p1 | TOASTED OAK NASHVILLE | 301 BROADWAY | 37201 | US | 615-555-0101
		 p2 | TOASTED OAK FRANKLIN | 120 MAIN ST | 37064 | US | 615-555-0102
		 p3 | TOASTED OAK MURFREESBORO | 18 PUBLIC SQ | 37130 | US | 615-555-0103`,
		`p1 < d1 | Toasted Oak | 301 Broadway | 37201 | US | +16155550101
		 p2 < d2 | Toasted Oak - Franklin | 120 Main Street | 37064 | US | +16155550102
		 p3 < d3 | Toasted Oak - Murfreesboro | 18 Public Square | 37130 | US | +16155550103
		 - < d4 | Toasted Oak - Brentwood | 120 Main Street | 37027 | US | +16155550104`,
	),
	scene(
		"rows of another owner in the DSP's list",
		`p1 | Lotus Garden | 44 Temple St | 06510 | US | 203-555-0144`,
		`p1 < d1 | Lotus Garden | 44 Temple Street | 06510 | US | 203-555-0144
		 - < d2 | Dragon Garden | 44 Chapel Street | 06510 | US | 203-555-0145
		 - < d3 | Lotus Spa | 46 Temple Street | 06510 | US | 203-555-0146
		 - < d4 | Garden Diner | 144 Temple Street | 06510 | US | 203-555-0147`,
	),
	scene(
		"a postcode with two digits the wrong way round",
		`p1 | Peach Pit | 7 Orchard Rd | 30303 | US
		 p2 | Peach Pit Decatur | 9 Orchard Rd | 30030 | US`,
		`p1 < d1 | Peach Pit | 7 Orchard Road | 33003 | US
		 p2 < d2 | Peach Pit Decatur | 9 Orchard Road | 30030 | US`,
	),
];
