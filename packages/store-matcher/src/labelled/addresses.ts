import { type Scene, scene } from "./scene.ts";

/** One address written in many ways: abbreviations, suites, boxes, and the formats of other countries. */
export const ADDRESSES: readonly Scene[] = [
	scene(
		"street words short and long",
		`p1 | Lemon Tree | 1 Harbor Pkwy | 98101 | US
		 p2 | Lemon Tree Fremont | 3501 Fremont Ave N | 98103 | US
		 p3 | Lemon Tree Ballard | 5417 Ballard Ave NW | 98107 | US
		 p4 | Lemon Tree Heights | 220 Capitol Hts Blvd | 98112 | US
		 p5 | Lemon Tree Court | 14 Garden Ct | 98109 | US`,
		`p1 < d1 | Lemon Tree Harbor | 1 Harbor Parkway | 98101 | US
		 p2 < d2 | Lemon Tree Fremont | 3501 Fremont Avenue North | 98103 | US
		 p3 < d3 | Lemon Tree Ballard | 5417 Ballard Avenue Northwest | 98107 | US
		 p4 < d4 | Lemon Tree Heights | 220 Capitol Heights Boulevard | 98112 | US
		 p5 < d5 | Lemon Tree Court | 14 Garden Court | 98109 | US`,
	),
	scene(
		"suites of one shopping centre",
		`p1 | Thai Garden | 500 Mall Dr Suite 12 | 33101 | US
		 p2 | Thai Express | 500 Mall Dr Ste 14 | 33101 | US
		 p3 | Crepe Corner | 500 Mall Dr #20 | 33101 | US`,
		`p1 < d1 | Thai Garden | 500 Mall Drive | 33101 | US ||| Suite 12
		 p2 < d2 | Thai Express | 500 Mall Drive, Unit 14 | 33101 | US
		 p3 < d3 | Crepe Corner | 500 Mall Drive Ste 20 | 33101 | US
		 - < d4 | Burger Corner | 500 Mall Drive Ste 21 | 33101 | US`,
	),
	scene(
		"one brand twice in one building",
		`p1 | Coffee Dot | 1 Convention Way, Level 1 | 92101 | US
		 p2 | Coffee Dot | 1 Convention Way, Level 2 | 92101 | US`,
		`p1 < d1 | Coffee Dot | 1 Convention Way, Level 1 | 92101 | US
		 p2 < d2 | Coffee Dot | 1 Convention Way, Level 2 | 92101 | US`,
	),
	scene(
		"a post-office box instead of a street",
		`p1 | Ranch Grill | PO Box 117 | 59715 | US | 406-555-0117
		 p2 | Ranch Grill West | 117 West St | 59718 | US | 406-555-0118`,
		`p1 < d1 | Ranch Grill | 8 Ranch Rd | 59715 | US | (406) 555-0117
		 p2 < d2 | Ranch Grill West | 117 West Street | 59718 | US | (406) 555-0118`,
	),
	scene(
		"boxes on both sides say nothing",
		`p1 | Fish Camp | P.O. Box 12 | 32401 | US
		 p2 | Fish Camp Beach | P.O. Box 12 | 32413 | US`,
		`p1 < d1 | Fish Camp | Post Office Box 12 | 32401 | US
		 p2 < d2 | Fish Camp Beach | PO Box 21 | 32413 | US`,
	),
	scene(
		"ranges, halves and letters of house numbers",
		`p1 | Dumpling Den | 123-125 Canal St | 10013 | US
		 p2 | Dumpling Den Flushing | 37-12 Prince St | 11354 | US
		 p3 | Dumpling Den Astoria | 31-18 Broadway | 11106 | US
		 p4 | Dumpling Den Annex | 12A Mott St | 10013 | US
		 p5 | Dumpling Den Mott | 12 Mott St | 10013 | US`,
		`p1 < d1 | Dumpling Den Canal | 123 Canal Street | 10013 | US
		 p2 < d2 | Dumpling Den Flushing | 37-12 Prince Street | 11354 | US
		 p3 < d3 | Dumpling Den Astoria | 31 - 18 Broadway | 11106 | US
		 p4 < d4 | Dumpling Den Annex | 12-A Mott Street | 10013 | US
		 p5 < d5 | Dumpling Den Mott | 12 Mott Street | 10013 | US`,
	),
	scene(
		"German streets with the number behind",
		`p1 | Brezelhaus Mitte | Hauptstraße 12 | 10178 | DE | 030 5550101
		 p2 | Brezelhaus Nord | Müllerstr. 120 | 13353 | DE | 030 5550102
		 p3 | Brezelhaus West | Straße des 17. Juni 135 | 10623 | DE | 030 5550103
		 p4 | Brezelhaus Süd | Hermannstr. 5a | 12049 | DE | 030 5550104`,
		`p1 < d1 | Brezelhaus (Mitte) | Hauptstr. 12 | D-10178 | Germany | +49 30 5550101
		 p2 < d2 | Brezelhaus (Nord) | Muellerstrasse 120 | 13353 | Deutschland | +49 30 5550102
		 p3 < d3 | Brezelhaus (West) | Strasse des 17. Juni 135 | 10623 | Germany | +49 30 5550103
		 p4 < d4 | Brezelhaus (Süd) | Hermannstraße 5 A | 12049 | Germany
		 - < d5 | Brezelhaus (Ost) | Hauptstr. 21 | 10317 | Germany | +49 30 5550105`,
	),
	scene(
		"French, Belgian and Swiss addresses",
		`p1 | Chez Amélie | 12 bis rue de la Paix | 75002 | FR | 01 55 55 01 01
		 p2 | Chez Amélie Lyon | 5 place Bellecour | 69002 | FR | 04 55 55 01 02
		 p3 | Chez Amélie Bruxelles | Rue Neuve 45 | 1000 | BE
		 p4 | Chez Amélie Genève | Rue du Rhône 8 | 1204 | CH`,
		`p1 < d1 | Chez Amelie | 12bis Rue de la Paix | F-75002 | France | +33 1 55 55 01 01
		 p2 < d2 | Chez Amelie (Lyon) | 5 Pl. Bellecour | 69002 | France | +33 4 55 55 01 02
		 p3 < d3 | Chez Amelie (Bruxelles) | 45 Rue Neuve | B-1000 | Belgium
		 p4 < d4 | Chez Amelie (Geneve) | 8, rue du Rhone | 1204 | Switzerland`,
	),
	scene(
		"Italian and Spanish addresses",
		`p1 | Trattoria Sole | Via Roma 12 | 20121 | IT
		 p2 | Trattoria Sole Navigli | Viale Gorizia, 34 | 20144 | IT
		 p3 | Casa Sol | Calle Mayor 7 | 28013 | ES
		 p4 | Casa Sol Gràcia | Carrer de Verdi, 50 | 08012 | ES`,
		`p1 < d1 | Trattoria Sole | Via Roma, 12 | 20121 | Italy
		 p2 < d2 | Trattoria Sole Navigli | V.le Gorizia 34 | 20144 | Italia
		 p3 < d3 | Casa Sol | C/ Mayor, 7 | 28013 | España
		 p4 < d4 | Casa Sol Gracia | C. Verdi 50 | 8012 | Spain`,
	),
	scene(
		"British names of houses and halves of postcodes",
		`p1 | The Crown Kitchen | The Crown, High Street | OX1 4AA | GB | 01865 555101
		 p2 | Crown Kitchen Headington | 14 London Rd | OX3 7PB | GB | 01865 555102
		 p3 | Crown Kitchen Cowley | Unit 3, 140 Cowley Road | OX4 1JJ | GB`,
		`p1 < d1 | Crown Kitchen | High St | OX1 | United Kingdom | +44 1865 555101
		 p2 < d2 | Crown Kitchen Headington | 14 London Road | OX37PB | UK | +44 1865 555102
		 p3 < d3 | Crown Kitchen Cowley | 140 Cowley Rd Unit 3 | OX4 1JJ | England`,
	),
	scene(
		"Canadian postcodes and names of provinces",
		`p1 | Maple Diner | 200 Bay St | M5J 2J1 | CA | 416-555-0101
		 p2 | Maple Diner Montréal | 1001 rue Sainte-Catherine O | H3B 4W5 | CA | 514-555-0102
		 p3 | Maple Diner Vancouver | 800 Robson St | V6Z 3B7 | CA | 604-555-0103`,
		`p1 < d1 | Maple Diner | 200 Bay Street | m5j2j1 | Canada | +1 (416) 555-0101
		 p2 < d2 | Maple Diner Montreal | 1001 Rue Ste-Catherine Ouest | H3B4W5 | CAN | +1 514 555 0102
		 p3 < d3 | Maple Diner Vancouver | 800 Robson Street | V6Z | Canada | +1 604 555 0103
		 - < d4 | Maple Diner Calgary | 200 8 Ave SW | T2P 1B5 | Canada`,
	),
	scene(
		"Australian units before the number",
		`p1 | Barra Grill | Shop 3, 45 Beach Rd | 2026 | AU | 02 5550 0101
		 p2 | Barra Grill Manly | 1 The Corso | 2095 | AU | 02 5550 0102`,
		`p1 < d1 | Barra Grill | 45 Beach Road Shop 3 | 2026 | Australia | +61 2 5550 0101
		 p2 < d2 | Barra Grill Manly | 1 The Corso | 2095 | Australia | +61 2 5550 0102`,
	),
	scene(
		"Scandinavian and Dutch streets",
		`p1 | Smørbrød Centrum | Strøget 14 | 1160 | DK
		 p2 | Broodje Jordaan | Elandsgracht 120 | 1016 VB | NL
		 p3 | Köttbullar Söder | Götgatan 31 | 116 21 | SE`,
		`p1 < d1 | Smorbrod Centrum | Stroget 14 | 1160 | Denmark
		 p2 < d2 | Broodje Jordaan | Elandsgracht 120 | 1016VB | Netherlands
		 p3 < d3 | Kottbullar Soder | Gotgatan 31 | 11621 | Sweden`,
	),
	scene(
		"grid addresses",
		`p1 | Alpine Grill | 1200 S 300 W | 84101 | US
		 p2 | Alpine Grill Orem | 300 S 1200 W | 84058 | US
		 p3 | Alpine Grill Brookfield | N6W23001 Bluemound Rd | 53188 | US`,
		`p1 < d1 | Alpine Grill | 1200 South 300 West | 84101 | US
		 p2 < d2 | Alpine Grill Orem | 300 South 1200 West | 84058 | US
		 p3 < d3 | Alpine Grill Brookfield | N6W23001 Bluemound Road | 53188 | US`,
	),
	scene(
		"highways, of which the number is no house",
		`p1 | Pit Stop BBQ | Highway 101 | 95501 | US | 707-555-0101
		 p2 | Pit Stop BBQ South | 4400 Highway 101 | 95521 | US | 707-555-0102`,
		`p1 < d1 | Pit Stop BBQ | Hwy 101 | 95501 | US | (707) 555-0101
		 p2 < d2 | Pit Stop BBQ South | 4400 Hwy 101 | 95521 | US | (707) 555-0102`,
	),
	scene(
		"time zones under old and new names",
		`p1 | Zone Pizza LA | 10 Sunset Blvd | 90028 | US || US/Pacific
		 p2 | Zone Pizza Denver | 10 Colfax Ave | 80202 | US || US/Mountain
		 p3 | Zone Pizza Phoenix | 10 Central Ave | 85004 | US || America/Phoenix`,
		`p1 < d1 | Zone Pizza (LA) | 10 Sunset Boulevard | 90028 | US || America/Los_Angeles
		 p2 < d2 | Zone Pizza (Denver) | 10 Colfax Avenue | 80202 | US || America/Denver
		 p3 < d3 | Zone Pizza (Phoenix) | 10 Central Avenue | 85004 | US || America/Denver`,
	),
	scene(
		"phones in many forms",
		`p1 | Ring Wings | 20 Bell St | 73102 | US | 4055550120
		 p2 | Ring Wings Edmond | 30 Bell St | 73034 | US | 1-405-555-0130 ext. 4
		 p3 | Ring Wings Moore | 40 Bell St | 73160 | US | 405.555.0140`,
		`p1 < d1 | Ring Wings | 20 Bell Street | 73102 | US | +1 (405) 555-0120
		 p2 < d2 | Ring Wings Edmond | 30 Bell Street | 73034 | US | 405/555-0130
		 p3 < d3 | Ring Wings Moore | 40 Bell Street | 73160 | US | 001 405 555 0140`,
	),
];
