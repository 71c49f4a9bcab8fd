import { compileMetricSearch, hasSearch, MetricSearchError, searchCalls } from "cumulog/semantics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const metric = (
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, string>> = {},
) => ({
  namespace,
  metricName,
  dimensions,
});
const named = (name: string) => metric("N", name);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
describe("terms, as the documentation's examples", () => {
  test.each([
    [
      "CustomCount1",
      ["count", "Count", "COUNT", "1", "CustomCount", "Count1", '"CustomCount1"', "customcount1"],
      ["couNT", "customcount", "count1", '"customcount1"', '"Custom"'],
    ],
    ["SDBFailure", ["sdb", "failure", "SDBFailure", "sdbfailure"], ["sd", "sdbf"]],
    ["Project2-trial333", ["project", "trial", "333", "Project2-trial333", "trial333"], ["project2", "33"]],
    [
      "Network-Errors-2",
      ["network/errors", "network+errors", "network-errors", "Network_Errors", '"Network-Errors-2"'],
      ['"Network_Errors_2"', "errors/network"],
    ],
    ["NetworkErrors2", ["network/errors", "Network_Errors"], ["networkerrors"]],
    [
      "Europe\\France Traffic(Network)",
      ['"Europe\\\\France Traffic\\(Network\\)"', "europe/france"],
      ['"Europe France"'],
    ],
  ])("%s", (name, found, notFound) => {
    for (const term of found) expect([term, compileMetricSearch(term)(named(name))]).toEqual([term, true]);
    for (const term of notFound)
      expect([term, compileMetricSearch(term)(named(name))]).toEqual([term, false]);
  });
});

const CPU = metric("AWS/EC2", "CPUUtilization", { InstanceId: "i-1234567890123456" });
const MICRO = metric("AWS/EC2", "CPUUtilization", { InstanceType: "t2.micro" });
const READS = metric("AWS/EBS", "VolumeReadOps", { VolumeId: "v-1", Team: "ProjectA" });
const ERRORS = metric("AWS/Lambda", "Errors", { FunctionName: "pay" });
const CALLS = metric("AWS/Lambda", "Invocations", { FunctionName: "ProjectB-pay" });
const OWN = metric("My Shop", "Orders", { "Dimension@Name": "Custom:Name[Special" });
const ALL = { CPU, MICRO, READS, ERRORS, CALLS, OWN };

describe("searches", () => {
  test.each<[string, readonly (keyof typeof ALL)[]]>([
    ["{AWS/EC2,InstanceId}", ["CPU"]],
    ['{AWS/EC2, InstanceId} MetricName="CPUUtilization" ', ["CPU"]],
    ['{AWS/EC2,InstanceId} MetricName="CPUUtilization" NOT i-1234567890123456', []],
    ["{AWS/EBS, Team, VolumeId}", ["READS"]],
    ["{AWS/EBS, VolumeId}", []],
    ['{AWS/EC2}, "CPUUtilization"', ["CPU", "MICRO"]],
    ["InstanceType=micro", ["MICRO"]],
    ['InstanceType="t2.micro" Namespace="AWS/EC2"', ["MICRO"]],
    ['InstanceType="micro"', []],
    ["NOT Namespace=AWS", ["OWN"]],
    ["(EC2 OR EBS) AND MetricName=ReadOps", ["READS"]],
    ["(EC2 OR EBS) MetricName=ReadOps", ["READS"]],
    ["EBS ReadOps ProjectA", ["READS"]],
    [
      '{AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB))',
      ["ERRORS", "CALLS"],
    ],
    ['{"My Shop","Dimension@Name"} "Custom:Name[Special"', ["OWN"]],
    ['"Dimension@Name"="Custom:Name[Special"', ["OWN"]],
    ["and", []],
    ["toString=x", []],
    ["NOT NOT EC2", ["CPU", "MICRO"]],
  ])("%s", (search, names) => {
    const matches = compileMetricSearch(search);

    expect(Object.entries(ALL).flatMap(([name, one]) => (matches(one) ? [name] : []))).toEqual(names);
  });

  test.each([
    ["", "expected a schema such as {AWS/EC2,InstanceId}, or a term"],
    ["{AWS/EC2", "expected , or } in the schema, found the end"],
    ["{}", "expected a name, found }"],
    ["(EC2", "expected ) in the search, found the end"],
    ["EC2)", "expected the end of the search, found )"],
    ["EC2 OR", "expected a name, found the end"],
    ["AND EC2", "expected a term, found AND"],
    ['"EC2', 'the quote at "EC2 has no end'],
    ["MetricName=", "expected a name, found the end"],
    ["x".repeat(1_025), "a search has 1024 characters at most, this one 1025"],
  ])("says what is wrong with %j", (search, message) => {
    expect(() => compileMetricSearch(search)).toThrow(new MetricSearchError(message));
  });

  test("any text is read or refused", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      ",",
      "=",
      '"',
      "\\",
      "AND",
      "OR",
      "NOT",
      " ",
      "AWS/EC2",
      "x1",
      "ä",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 30 }).map((all) => all.join("")),
        ),
        (text) => {
          try {
            expect(typeof compileMetricSearch(text)(CPU)).toBe("boolean");
          } catch (error) {
            expect(error).toBeInstanceOf(MetricSearchError);
          }
        },
      ),
    );
  });
});

describe("calls in an expression", () => {
  test("are taken out, with their statistics and periods", () => {
    const { expression, calls } = searchCalls(
      `SUM(SEARCH('{A,B} "x y"', 'p99', 300)) / search( 'z' , "Sum" )`.replaceAll('"Sum"', "'Sum'"),
    );

    expect(expression).toBe("SUM(search__1) / search__2");
    expect([...calls.values()]).toEqual([
      { text: '{A,B} "x y"', statistic: "p99", period: 300 },
      { text: "z", statistic: "Sum", period: undefined },
    ]);
    expect(hasSearch("SUM( SEARCH('x', 'Sum'))")).toBe(true);
    expect(hasSearch("m1 + search1")).toBe(false);
  });

  test.each(["SEARCH('x')", "SEARCH(x, 'Sum')", "SUM(SEARCH('x', 'Sum', m1))"])(
    "of %s are refused",
    (expression) => {
      expect(() => searchCalls(expression)).toThrow(MetricSearchError);
    },
  );
});
