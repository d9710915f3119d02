/** A dish as the card of Joe's Pizza lists it. Prices are cents; `sizes` makes it a family with items (B.4.2, B.4.3). */
export interface Dish {
	id: string;
	name: string;
	description?: string;
	price?: number;
	sizes?: readonly (readonly [id: string, name: string, price: number])[];
	groups?: readonly string[];
	is_sold_out?: boolean;
	is_alcohol?: boolean;
	allergens?: readonly string[];
}

const PIZZA_GROUPS = ["grp-crust", "grp-toppings", "grp-combo"];
const pizza = (id: string, name: string, description: string, small: number): Dish => ({
	id: `pizza-${id}`,
	name,
	description,
	sizes: [
		[`pizza-${id}-12`, "12 inch", small],
		[`pizza-${id}-16`, "16 inch", small + 550],
	],
	groups: PIZZA_GROUPS,
	allergens: ["wheat", "dairy"],
});

/** The card: category id, its name, its dishes in the order of the card. */
export const CARD: readonly (readonly [id: string, name: string, description: string, dishes: readonly Dish[]])[] = [
	[
		"cat-pizza",
		"Pizza",
		"From the stone oven, with a slow dough of two days.",
		[
			pizza("margherita", "Margherita", "Tomato, mozzarella, basil", 1150),
			pizza("pepperoni", "Pepperoni", "Tomato, mozzarella, pepperoni", 1350),
			pizza("funghi", "Funghi", "Mozzarella, roasted mushrooms, thyme", 1300),
			pizza("formaggi", "Four cheeses", "Mozzarella, fontina, gorgonzola, parmesan", 1450),
			pizza("diavola", "Diavola", "Tomato, mozzarella, spicy salami, chilli", 1400),
			pizza("garden", "Garden", "Tomato, grilled vegetables, rocket", 1325),
		],
	],
	[
		"cat-starters",
		"Starters",
		"To share, or not.",
		[
			{
				id: "garlic-bread",
				name: "Garlic bread",
				description: "With parsley butter",
				price: 595,
				groups: ["grp-cheese"],
			},
			{
				id: "arancini",
				name: "Arancini",
				description: "Crisp rice balls, tomato inside",
				sizes: [
					["arancini-3", "3 pieces", 695],
					["arancini-6", "6 pieces", 1195],
				],
				groups: ["grp-dip"],
				allergens: ["dairy", "eggs", "wheat"],
			},
			{ id: "caprese", name: "Caprese", description: "Tomato, buffalo mozzarella, basil oil", price: 895 },
			{ id: "soup", name: "Soup of the day", description: "Ask us, or be surprised", price: 650 },
		],
	],
	[
		"cat-pasta",
		"Pasta",
		"Made here every morning.",
		[
			{
				id: "pomodoro",
				name: "Spaghetti pomodoro",
				description: "San Marzano tomato",
				price: 1250,
				groups: ["grp-cheese"],
			},
			{
				id: "arrabbiata",
				name: "Penne arrabbiata",
				description: "Tomato, garlic, chilli",
				price: 1295,
				groups: ["grp-cheese"],
			},
			{
				id: "lasagne",
				name: "Lasagne",
				description: "Beef ragout, béchamel",
				price: 1495,
				allergens: ["wheat", "dairy", "celery"],
			},
		],
	],
	[
		"cat-salad",
		"Salads",
		"",
		[
			{
				id: "caesar",
				name: "Caesar salad",
				description: "Romaine, croutons, parmesan",
				price: 1095,
				groups: ["grp-dressing", "grp-protein"],
				allergens: ["fish", "eggs", "wheat", "dairy"],
			},
			{
				id: "rocket",
				name: "Rocket salad",
				description: "Rocket, lemon, parmesan",
				price: 945,
				groups: ["grp-dressing"],
			},
		],
	],
	[
		"cat-drinks",
		"Drinks",
		"",
		[
			{
				id: "lemonade",
				name: "House lemonade",
				description: "Lemon, mint, not too sweet",
				sizes: [
					["lemonade-s", "Small", 395],
					["lemonade-l", "Large", 545],
				],
				groups: ["grp-ice"],
			},
			{ id: "cola", name: "Cola", price: 350, groups: ["grp-ice"] },
			{ id: "water", name: "Sparkling water", price: 325 },
			{
				id: "red-wine",
				name: "House red, 0.25 l",
				price: 895,
				is_alcohol: true,
				allergens: ["sulphur_dioxide_sulphites"],
			},
		],
	],
	[
		"cat-dessert",
		"Desserts",
		"",
		[
			{
				id: "tiramisu",
				name: "Tiramisu",
				description: "Espresso, mascarpone",
				price: 750,
				allergens: ["eggs", "dairy", "wheat"],
			},
			{ id: "panna-cotta", name: "Panna cotta", description: "With berries", price: 695, is_sold_out: true },
			{
				id: "gelato",
				name: "Gelato",
				description: "Made in the next street",
				sizes: [
					["gelato-1", "1 scoop", 350],
					["gelato-2", "2 scoops", 595],
				],
				groups: ["grp-flavour"],
				allergens: ["dairy"],
			},
			{ id: "affogato", name: "Affogato", description: "Vanilla ice cream, espresso", price: 595 },
		],
	],
];

/** A modifier group of the card; `choices` are id, name, price and, if a choice opens one, the nested group. */
export interface Choices {
	id: string;
	name: string;
	selection: "single" | "multiple";
	least: number;
	most: number;
	free?: number;
	preselected?: string;
	choices: readonly (readonly [id: string, name: string, price: number, nested_group?: string])[];
}

/** Combo opens a drink, and the drink opens the ice: three levels, as real menus have them. */
export const CHOICES: readonly Choices[] = [
	{
		id: "grp-crust",
		name: "Crust",
		selection: "single",
		least: 1,
		most: 1,
		preselected: "crust-classic",
		choices: [
			["crust-classic", "Classic", 0],
			["crust-thin", "Thin", 0],
			["crust-gf", "Gluten-free", 250],
		],
	},
	{
		id: "grp-toppings",
		name: "Extra toppings",
		selection: "multiple",
		least: 0,
		most: 5,
		choices: [
			["top-mozzarella", "Mozzarella", 150],
			["top-mushrooms", "Mushrooms", 125],
			["top-olives", "Olives", 100],
			["top-basil", "Basil", 75],
			["top-pepperoni", "Pepperoni", 200],
			["top-chilli", "Chilli", 0],
		],
	},
	{
		id: "grp-combo",
		name: "Make it a combo",
		selection: "single",
		least: 0,
		most: 1,
		choices: [["combo", "Add a drink", 300, "grp-combo-drink"]],
	},
	{
		id: "grp-combo-drink",
		name: "Combo drink",
		selection: "single",
		least: 1,
		most: 1,
		choices: [
			["combo-cola", "Cola", 0, "grp-ice"],
			["combo-lemonade", "House lemonade", 50, "grp-ice"],
			["combo-water", "Sparkling water", 0],
		],
	},
	{
		id: "grp-ice",
		name: "Ice",
		selection: "single",
		least: 0,
		most: 1,
		choices: [
			["ice-none", "No ice", 0],
			["ice-extra", "Extra ice", 0],
		],
	},
	{
		id: "grp-cheese",
		name: "Cheese on top",
		selection: "single",
		least: 0,
		most: 1,
		choices: [
			["cheese-parmesan", "Parmesan", 100],
			["cheese-vegan", "Vegan cheese", 150],
		],
	},
	{
		id: "grp-dip",
		name: "Dips",
		selection: "multiple",
		least: 0,
		most: 3,
		free: 1,
		choices: [
			["dip-tomato", "Tomato", 75],
			["dip-aioli", "Aioli", 75],
			["dip-pesto", "Pesto", 95],
		],
	},
	{
		id: "grp-dressing",
		name: "Dressing",
		selection: "single",
		least: 1,
		most: 1,
		choices: [
			["dressing-caesar", "Caesar", 0],
			["dressing-balsamic", "Balsamic", 0],
			["dressing-none", "Without", 0],
		],
	},
	{
		id: "grp-protein",
		name: "Add protein",
		selection: "multiple",
		least: 0,
		most: 2,
		choices: [
			["protein-chicken", "Grilled chicken", 395],
			["protein-egg", "Soft egg", 175],
			["protein-tofu", "Tofu", 295],
		],
	},
	{
		id: "grp-flavour",
		name: "Flavour",
		selection: "multiple",
		least: 1,
		most: 2,
		choices: [
			["flavour-vanilla", "Vanilla", 0],
			["flavour-lemon", "Lemon", 0],
			["flavour-pistachio", "Pistachio", 50],
		],
	},
];
