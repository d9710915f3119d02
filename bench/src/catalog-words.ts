/** Names as menus really carry them: several alphabets, accents, right-to-left text, emoji, quotes. */
export const DISHES = [
	"Margherita",
	"Chicken Burrito",
	"Crème brûlée",
	"Pho bò tái",
	"宫保鸡丁",
	"麻婆豆腐",
	"Борщ со сметаной",
	"Χωριάτικη σαλάτα",
	"شاورما دجاج",
	"ผัดไทยกุ้ง",
	"김치찌개",
	"とんこつラーメン",
	"Smørrebrød",
	"Żurek",
	'"House" Burger',
	"Mac & Cheese",
	"Tea 🍵",
	"Açaí bowl",
	"Jalapeño poppers",
	"Baba ghanoush",
] as const;

export const STYLES = [
	"",
	"Spicy",
	"Double",
	"Vegan",
	"Grilled",
	"特製",
	"Детский",
	"Family",
	"Gluten-free",
	"XL",
] as const;
export const SIZES = ["Small", "Regular", "Large", "Half tray", "大", "12 oz", "16 oz", "Bottle"] as const;
export const CHOICES = [
	"Oat milk",
	"Extra cheese",
	"No onion",
	"Salsa verde",
	"豆腐",
	"Halloumi",
	"Ranch",
	"Brown rice",
] as const;
export const QUESTIONS = [
	"Choose a size",
	"Add toppings",
	"Pick a side",
	"Sauce",
	"选择辣度",
	"Make it a meal",
	"Доготовка",
] as const;
export const SECTIONS = [
	"Starters",
	"Mains",
	"Drinks",
	"Desserts",
	"Lunch deals",
	"Kids",
	"Late night",
	"朝食",
] as const;
export const DESCRIPTIONS = [
	"",
	"Served with rice and beans.",
	"Slow-cooked for six hours, with a squeeze of lime and our own pickles. Contains nuts.",
	"Две порции, подаётся горячим",
	'Our "famous" recipe\nsince 1982',
] as const;
