/** One property that is not as the template says. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_PropertyDifference.html */
interface PropertyDifference {
  readonly PropertyPath: string;
  readonly ExpectedValue: string;
  readonly ActualValue: string;
  readonly DifferenceType: "ADD" | "REMOVE" | "NOT_EQUAL";
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const text = (value: unknown): string =>
  value === undefined ? "null" : typeof value === "string" ? value : JSON.stringify(value);

/** Where a resource is not as the template says; what the template does not say is no difference, but for elements of lists. */
export function propertyDifferences(expected: unknown, actual: unknown, path = ""): PropertyDifference[] {
  const difference = (DifferenceType: PropertyDifference["DifferenceType"]): PropertyDifference[] => [
    { PropertyPath: path, ExpectedValue: text(expected), ActualValue: text(actual), DifferenceType },
  ];
  if (expected === undefined) return difference("ADD");
  if (actual === undefined) return difference("REMOVE");
  if (!isTree(expected) || !isTree(actual))
    return text(expected) === text(actual) ? [] : difference("NOT_EQUAL");
  const names = new Set(Object.keys(expected));
  if (Array.isArray(expected)) for (const index of Object.keys(actual)) names.add(index);
  return [...names].flatMap((name) => propertyDifferences(expected[name], actual[name], `${path}/${name}`));
}
