/** Allergens that an item may name, contract.md E.10. */
export const ALLERGENS = [
	"eggs",
	"soybeans",
	"dairy",
	"sesame",
	"lupin",
	"celery",
	"mustard",
	"gluten",
	"wheat",
	"rye",
	"barley",
	"oats",
	"spelt",
	"kamut",
	"shellfish",
	"crustaceans",
	"molluscs",
	"fish",
	"almonds",
	"hazelnuts",
	"walnuts",
	"cashews",
	"pecan",
	"brazil",
	"pistachio",
	"macadamia",
	"peanuts",
	"tree_nuts",
	"sulphur_dioxide_sulphites",
] as const;
export type Allergen = (typeof ALLERGENS)[number];

/** How many of one modifier a customer may take, contract.md B.4.4. `single_proportion` counts as `single` (F-29). */
export const SELECTION_TYPES = ["single", "single_proportion", "multiple"] as const;
export type SelectionType = (typeof SELECTION_TYPES)[number];

/** Kinds of catalog object that a POS can switch off by webhook, contract.md B.7. */
export const CATALOG_OBJECT_TYPES = ["item_family", "item", "modifier_group", "modifier"] as const;
export type CatalogObjectType = (typeof CATALOG_OBJECT_TYPES)[number];

/** Days of a schedule, in the contract's spelling and order, contract.md E.13. */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
