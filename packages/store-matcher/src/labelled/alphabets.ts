import { type Scene, scene } from "./scene.ts";

/** Other alphabets, accents, digits of other scripts, names written together or apart. */
export const ALPHABETS: readonly Scene[] = [
	scene(
		"Cyrillic on both sides, and in Latin letters on one",
		`p1 | Пельменная Центр | ул. Ленина 15 | 620014 | RU
		 p2 | Пельменная Вокзал | ул. Свердлова 7 | 620027 | RU
		 p3 | Варенична Поділ | вул. Сагайдачного 24 | 04070 | UA`,
		`p1 < d1 | Pelmennaya Tsentr | ul. Lenina 15 | 620014 | Russia
		 p2 < d2 | Пельменная (Вокзал) | ул. Свердлова, 7 | 620027 | Россия
		 p3 < d3 | Varenychna Podil | vul. Sahaidachnoho 24 | 04070 | Ukraine`,
	),
	scene(
		"Greek letters",
		`p1 | Ταβέρνα Ακρόπολις | Λεωφόρος Συγγρού 40 | 117 42 | GR
		 p2 | Ταβέρνα Πλάκα | Αδριανού 91 | 105 56 | GR`,
		`p1 < d1 | Taverna Akropolis | Leoforos Syggrou 40 | 11742 | Greece
		 p2 < d2 | Taverna Plaka | Adrianou 91 | 10556 | Greece`,
	),
	scene(
		"Japanese, with digits of two widths",
		`p1 | ラーメン太郎 渋谷店 | 渋谷区道玄坂1-2-3 | 150-0043 | JP
		 p2 | ラーメン太郎 新宿店 | 新宿区西新宿4-5-6 | 160-0023 | JP`,
		`p1 < d1 | ラーメン太郎（渋谷店） | 渋谷区道玄坂１－２－３ | １５０－００４３ | 日本
		 p2 < d2 | ラーメン太郎（新宿店） | 新宿区西新宿４－５－６ | １６０－００２３ | 日本
		 - < d3 | ラーメン太郎（池袋店） | 豊島区西池袋1-2-3 | 171-0021 | 日本`,
	),
	scene(
		"Chinese and Korean names",
		`p1 | 老王饺子馆 朝阳店 | 朝阳路 88 号 | 100020 | CN
		 p2 | 老王饺子馆 海淀店 | 中关村大街 27 号 | 100080 | CN
		 p3 | 김밥나라 강남점 | 강남대로 396 | 06232 | KR`,
		`p1 < d1 | 老王饺子馆(朝阳店) | 朝阳路88号 | 100020 | 中国
		 p2 < d2 | 老王饺子馆(海淀店) | 中关村大街27号 | 100080 | 中国
		 p3 < d3 | 김밥나라(강남점) | 강남대로 396 | 06232 | 대한민국`,
	),
	scene(
		"Arabic, with Arabic digits",
		`p1 | مطعم الشام | شارع الملك فهد 24 | 12271 | SA
		 p2 | مطعم الشام جدة | شارع التحلية 42 | 23326 | SA`,
		`p1 < d1 | مطعم الشام | شارع الملك فهد ٢٤ | ١٢٢٧١ | السعودية
		 p2 < d2 | مطعم الشام جدة | شارع التحلية ٤٢ | ٢٣٣٢٦ | Saudi Arabia`,
	),
	scene(
		"accents and special letters",
		`p1 | Żurek & Przyjaciele | ul. Długa 8 | 00-238 | PL
		 p2 | Żurek & Przyjaciele Praga | ul. Ząbkowska 12 | 03-735 | PL
		 p3 | Çiçek Döner | İstiklal Cd. 140 | 34433 | TR`,
		`p1 < d1 | Zurek i Przyjaciele | Dluga 8 | 00238 | Poland
		 p2 < d2 | Zurek i Przyjaciele Praga | Zabkowska 12 | 03-735 | Polska
		 p3 < d3 | Cicek Doner | Istiklal Cd. 140 | 34433 | Turkey`,
	),
	scene(
		"written together and apart",
		`p1 | McTavish Burgers | 9 Glen Rd | EH1 1AA | GB
		 p2 | Smoke House | 19 Glen Rd | EH1 1AB | GB
		 p3 | Noodle Box Leith | 29 Shore | EH6 6QU | GB`,
		`p1 < d1 | Mc Tavish Burgers | 9 Glen Road | EH1 1AA | GB
		 p2 < d2 | Smokehouse | 19 Glen Road | EH1 1AB | GB
		 p3 < d3 | Noodlebox Leith | 29 Shore | EH6 6QU | GB`,
	),
	scene(
		"misspelt names",
		`p1 | Mediterranean Kitchen | 61 Bridge St | 97201 | US
		 p2 | Guacamole Cantina | 62 Bridge St | 97201 | US
		 p3 | Szechuan Garden | 63 Bridge St | 97201 | US`,
		`p1 < d1 | Mediteranean Kitchen | 61 Bridge Street | 97201 | US
		 p2 < d2 | Guacomole Cantina | 62 Bridge Street | 97201 | US
		 p3 < d3 | Sichuan Garden | 63 Bridge Street | 97201 | US`,
	),
	scene(
		"initials, apostrophes and symbols",
		`p1 | B.B.Q. Bros | 71 Smoke St | 64108 | US
		 p2 | Mama’s & Papa’s | 72 Smoke St | 64108 | US
		 p3 | O'Malley's Pub | 73 Smoke St | 64108 | US`,
		`p1 < d1 | BBQ Bros | 71 Smoke Street | 64108 | US
		 p2 < d2 | Mamas and Papas | 72 Smoke Street | 64108 | US
		 p3 < d3 | OMalleys Pub | 73 Smoke Street | 64108 | US`,
	),
];
