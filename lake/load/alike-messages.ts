/** Messages that differ in their digits alone have one template. Until the templates are known, the column holds this. */
export const alikeMessages = (message: string): string => `regexp_replace(${message}, '[0-9]+', '0', 'g')`;
