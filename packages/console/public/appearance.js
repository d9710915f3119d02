// Before the first paint: the appearance that this browser chose, so that nothing flashes.
try {
	const { theme } = JSON.parse(localStorage.getItem("ticketrail.preferences") ?? "{}");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
	// No storage, or something else in it: the system's appearance holds.
}
