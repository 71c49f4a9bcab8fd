import { addressBlocks } from "./address-blocks.ts";
import { asList, asText, asValues, fail, shown, type TemplateFunction } from "./template-function.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export const VALUE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  async Ref(argument, { scope, path }) {
    const value = scope.ref(String(argument));
    return value === undefined
      ? fail(path, `Ref names "${argument}", which is no parameter or resource`)
      : value;
  },
  async "Fn::GetAtt"(argument, place) {
    const { scope, path } = place;
    const [id, ...rest] = typeof argument === "string" ? argument.split(".") : asList(argument, path, 2);
    const attribute = (await Promise.all(rest.map((part) => asText(part, place)))).join(".");
    const value = scope.attribute(String(id), attribute);
    return value === undefined ? fail(path, `the resource "${id}" has no attribute "${attribute}"`) : value;
  },
  async "Fn::Join"(argument, place) {
    const [separator, list] = asList(argument, place.path, 2);
    return (await asValues(list, place)).map(String).join(String(separator));
  },
  async "Fn::Sub"(argument, place) {
    const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
    if (typeof text !== "string")
      return fail(place.path, "Fn::Sub expects a text, or a list of a text and variables");
    let result = "";
    let from = 0;
    for (const match of text.matchAll(/\$\{(!?)([^}]+)\}/g)) {
      const [whole, literal, name] = match;
      result += text.slice(from, match.index);
      from = match.index + whole.length;
      if (literal) result += `\${${name}}`;
      else if (Object.hasOwn(variables as object, name!.trim()))
        result += await asText((variables as Record<string, unknown>)[name!.trim()], place);
      else
        result += await asText(
          name!.includes(".") ? { "Fn::GetAtt": name!.trim() } : { Ref: name!.trim() },
          place,
        );
    }
    return result + text.slice(from);
  },
  async "Fn::Select"(argument, place) {
    const [index, list] = asList(argument, place.path, 2);
    const values = await asValues(list, place);
    const at = Number(await asText(index, place));
    return at in values
      ? values[at]
      : fail(place.path, `Fn::Select takes element ${at} of a list of ${values.length}`);
  },
  async "Fn::Split"(argument, place) {
    const [separator, text] = asList(argument, place.path, 2);
    return (await asText(text, place)).split(String(separator));
  },
  async "Fn::FindInMap"(argument, place) {
    const [map, top, second, options] = asList(argument, place.path, 3);
    const names = [await asText(map, place), await asText(top, place), await asText(second, place)];
    const value = place.scope.template.Mappings?.[names[0]!]?.[names[1]!]?.[names[2]!];
    if (value !== undefined) return value;
    const otherwise = options as { readonly DefaultValue?: unknown } | undefined;
    if (otherwise?.DefaultValue === undefined) return fail(place.path, `Mappings has no ${names.join(".")}`);
    return place.evaluate(otherwise.DefaultValue);
  },
  async "Fn::ImportValue"(argument, place) {
    const name = await asText(argument, place);
    const value = place.scope.imported(name);
    return value === undefined ? fail(place.path, `No export named ${name} found.`) : value;
  },
  async "Fn::GetStackOutput"(argument, place) {
    const { path, scope } = place;
    if (typeof argument !== "object" || argument === null || Array.isArray(argument))
      return fail(path, `expected an object with StackName and OutputName, found ${shown(argument)}`);
    const { StackName, OutputName, Region } = argument as Readonly<Record<string, unknown>>;
    const stackName = await asText(StackName, place);
    const outputName = await asText(OutputName, place);
    const region = Region === undefined ? undefined : await asText(Region, place);
    const value = scope.output(stackName, outputName, region);
    return value === undefined
      ? fail(
          path,
          `the stack "${stackName}" is not in ${region ?? "this region"} or has no output "${outputName}"`,
        )
      : value;
  },
  "Fn::Base64": async (argument, place) => Buffer.from(await asText(argument, place)).toString("base64"),
  async "Fn::GetAZs"(argument, place) {
    const region = (await asText(argument, place)) || String(place.scope.ref("AWS::Region"));
    return ["a", "b", "c"].map((zone) => region + zone);
  },
  async "Fn::Cidr"(argument, place) {
    const [block, count, bits] = asList(argument, place.path, 2);
    const size = bits === undefined ? undefined : Number(await asText(bits, place));
    return addressBlocks(await asText(block, place), Number(await asText(count, place)), size, place.path);
  },
  "Fn::Length": async (argument, place) => (await asValues(argument, place)).length,
  "Fn::ToJsonString": async (argument, { evaluate }) => JSON.stringify(await evaluate(argument)),
};
