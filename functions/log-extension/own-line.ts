/** How the lines of the library's own problems begin. */
const OWN = /^cumulog: /;

/**
 * Whether a line of an extension is one of this one's. Lambda has it in the function's log; delivered, a line about a delivery would be
 * the next delivery.
 */
export const isOwnLine = (record: unknown): boolean => typeof record === "string" && OWN.test(record);
