/**
 * One line of a seed document and what must hold for it. The line is quoted short, so that a failure says which sentence
 * of the document is broken.
 */
export async function line<T>(quoted: string, holds: () => T | Promise<T>): Promise<T> {
	try {
		return await holds();
	} catch (error) {
		if (error instanceof Error) error.message = `"${quoted}": ${error.message}`;
		throw error;
	}
}
