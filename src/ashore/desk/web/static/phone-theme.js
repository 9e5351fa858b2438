// Before anything is painted: a phone set to red at night must not flash white. The phone keeps its own choice,
// because the page that opens without a network cannot know the desk's.
document.documentElement.dataset.theme = localStorage.getItem("ashore-theme") ?? "auto";
