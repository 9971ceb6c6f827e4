/** The package in which definitions are published. */
export const packageName = "devtools-protocol";
