/**
 * Writes the names of the properties of CloudFormation's resource types, and what stands for references to such as the local
 * cloud does not have, from AWS's published schemas: `npm run resource-properties`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeholderValues } from "./resource-properties/placeholder-values.ts";
import { fixedProperties, resourceProperties } from "./resource-properties/properties.ts";

const FOLDER = join(import.meta.dirname, "../local/template");

const types = await resourceProperties();
const lines = Object.entries(types).map(([type, shapes]) => `"${type}": ${JSON.stringify(shapes)}`);
writeFileSync(join(FOLDER, "resource-properties.json"), `{\n${lines.join(",\n")}\n}\n`);
const fixed = Object.entries(await fixedProperties());
const fixedLines = fixed.map(([type, names]) => `"${type}": ${JSON.stringify(names)}`);
writeFileSync(join(FOLDER, "fixed-properties.json"), `{\n${fixedLines.join(",\n")}\n}\n`);
const values = await placeholderValues();
writeFileSync(join(FOLDER, "placeholder-values.json"), `${JSON.stringify(values, undefined, 1)}\n`);
process.stdout.write(`${Object.keys(types).length} resource types\n`);
