/**
 * Writes the names of the properties of CloudFormation's resource types, from AWS's published schemas:
 * `npm run resource-properties`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { resourceProperties } from "./resource-properties/properties.ts";

const FILE = join(import.meta.dirname, "../local/template/resource-properties.json");

const types = await resourceProperties();
const lines = Object.entries(types).map(([type, shapes]) => `"${type}": ${JSON.stringify(shapes)}`);
writeFileSync(FILE, `{\n${lines.join(",\n")}\n}\n`);
process.stdout.write(`${Object.keys(types).length} resource types\n`);
