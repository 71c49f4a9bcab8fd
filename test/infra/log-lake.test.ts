import { App, type Stack, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { AwsSolutionsChecks } from "cdk-nag";
import { CONTRACT_COLUMNS, namedQueries } from "cumulog/analysis";
import { beforeAll, describe, expect, test } from "vitest";
import { buildApp, checkDeployment, LogLake } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

function templateOf(props: Partial<ConstructorParameters<typeof LogLake>[2]> = {}): Template {
  const stack = testStack();
  new LogLake(stack, "Lake", { logGroups: [new LogGroup(stack, "Group")], ...props });
  return Template.fromStack(stack);
}

describe("LogLake", () => {
  test("has a table of the contract's columns, whose days are computed", () => {
    const template = templateOf({ columns: { order_id: { from: "$.orderId", type: "integer" } } });

    const tables = Object.values(template.findResources("AWS::Glue::Table")) as {
      Properties: {
        TableInput: { Name: string; StorageDescriptor: { Columns: { Name: string; Type: string }[] } };
      };
    }[];
    const raw = tables.find(({ Properties }) => Properties.TableInput.Name === "logs_raw")!.Properties
      .TableInput;
    expect(raw.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual([
      ...CONTRACT_COLUMNS.map(({ name }) => name).filter((name) => name !== "day"),
      "order_id",
    ]);
    expect(raw.StorageDescriptor.Columns.at(-1)).toMatchObject({ Type: "bigint" });
    expect(raw).toMatchObject({
      PartitionKeys: [{ Name: "day", Type: "string" }],
      Parameters: { "projection.enabled": "true", "projection.day.format": "yyyy-MM-dd" },
    });
  });

  test("the view has each event once, and reads only the days that are asked for", () => {
    const template = templateOf();

    template.hasResourceProperties("AWS::Glue::Table", {
      TableInput: {
        Name: "logs",
        TableType: "VIRTUAL_VIEW",
        ViewOriginalText: Match.stringLikeRegexp("^/\\* Presto View: [A-Za-z0-9+/=]+ \\*/$"),
      },
    });
  });

  test("converts to Parquet by the table's schema, and puts rows into the folder of their day", () => {
    templateOf().hasResourceProperties("AWS::KinesisFirehose::DeliveryStream", {
      ExtendedS3DestinationConfiguration: {
        Prefix: "logs/day=!{partitionKeyFromQuery:day}/",
        DynamicPartitioningConfiguration: { Enabled: true },
        DataFormatConversionConfiguration: { SchemaConfiguration: { TableName: "logs_raw" } },
      },
    });
  });

  test("limits what a query scans, and lets results expire", () => {
    const template = templateOf({ queryLimitGb: 2, retentionDays: 30 });

    template.hasResourceProperties("AWS::Athena::WorkGroup", {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 2 * 1024 ** 3,
      },
    });
    template.hasResourceProperties("AWS::S3::Bucket", {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ Prefix: "logs/", ExpirationInDays: 30 }),
          Match.objectLike({ Prefix: "results/", ExpirationInDays: 7 }),
        ]),
      },
    });
    template.resourceCountIs("AWS::Athena::NamedQuery", namedQueries().length);
  });

  test("the processor may write to the stream, and nothing else", () => {
    templateOf().hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: "firehose:PutRecordBatch" })]),
      },
    });
  });

  test("refuses columns that are none", () => {
    const stack = testStack();

    expect(
      () => new LogLake(stack, "Lake", { logGroups: [], columns: { orderId: { from: "$.a" } } }),
    ).toThrow(refusal(/lower snake case/));
  });

  test("refuses days that S3 does not take", () => {
    expect(() => templateOf({ infrequentAccessAfterDays: 7 })).toThrow(
      refusal(/infrequentAccessAfterDays is 7: expected 30 or more/),
    );
  });
});

describe("lake: in cumulog.yaml", () => {
  const document = {
    service: "shop",
    groups: { api: { name: "/shop/api" } },
    lake: { groups: ["api"], columns: { order_id: { from: "$.orderId" } } },
    search: { groups: ["api"], url: "https://search.example.com" },
  };

  test("shares one subscription with search, and passes the checks of AWS's rules", async () => {
    const app = new App();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    buildApp(app, checkDeployment(document, "cumulog.yaml"), {
      account: "111122223333",
      region: "eu-west-1",
    });

    const stack = app.node.findChild("shop-processing") as Stack;
    const template = Template.fromStack(stack);

    template.resourceCountIs("AWS::Logs::SubscriptionFilter", 1);
    expect(() => app.synth()).not.toThrow();
  });

  describe("with a report and widgets", () => {
    const reported = {
      ...document,
      channels: { people: { emails: ["people@example.com"] } },
      lake: { groups: ["api"], report: {}, widgets: ["error-rate-by-hour", "slow-routes"] },
    };
    const built = () => {
      const app = new App();
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      buildApp(app, checkDeployment(reported, "cumulog.yaml"), {
        account: "111122223333",
        region: "eu-west-1",
      });
      return app;
    };

    let app: App;
    beforeAll(() => {
      app = built();
    });

    test("writes one on Mondays, and passes the checks of AWS's rules", () => {
      const template = Template.fromStack(app.node.findChild("shop-processing") as Stack);

      template.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "cron(0 7 ? * MON *)" });
      template.hasResourceProperties("AWS::Lambda::Function", { Handler: "index.widget" });
      expect(() => app.synth()).not.toThrow();
    });

    test("neither function may write to the logs, and the widget's not even tell a channel", () => {
      const template = Template.fromStack(app.node.findChild("shop-processing") as Stack);

      const statements = Object.entries(template.findResources("AWS::IAM::Policy"))
        .filter(([id]) => /^Lake(Report|Widget)/.test(id))
        .map(
          ([id, { Properties }]) =>
            [
              id,
              (
                Properties as {
                  PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] };
                }
              ).PolicyDocument.Statement,
            ] as const,
        );
      const actions = statements.map(([, all]) => all.flatMap(({ Action }) => Action));
      const written = statements.flatMap(([, all]) =>
        all
          .filter(({ Action }) => [Action].flat().includes("s3:PutObject"))
          .map(({ Resource }) => JSON.stringify(Resource)),
      );
      expect(actions.flat().filter((action) => action.includes("*"))).toEqual([]);
      expect(actions.map((all) => all.includes("sns:Publish"))).toEqual([true, false]);
      expect(written.length).toBe(3);
      for (const resource of written) expect(resource).toMatch(/\/(results|reports)\/\*"/);
    });

    test.each([
      [{ report: { channels: ["nobody"] } }, 'there is no channel "nobody"'],
      [{ report: { schedule: "weekly" } }, "expected cron(…) or rate(…)"],
      [{ report: { queries: ["user-history"] } }, "lake.report.queries"],
      [{ report: { timezone: "Mars/Base" } }, "expected a time zone"],
      [{ widgets: ["data-qualities"] }, "lake.widgets"],
    ])("refuses %j", (members, message) => {
      const wrong = { ...reported, lake: { groups: ["api"], ...members } };

      expect(() => checkDeployment(wrong, "cumulog.yaml")).toThrow(message);
    });
  });

  test("names what is wrong", () => {
    expect(() => checkDeployment({ ...document, lake: { groups: ["web"] } }, "cumulog.yaml")).toThrow(
      'there is no group "web"',
    );
    expect(() =>
      checkDeployment(
        { ...document, lake: { groups: ["api"], columns: { day: { from: "$.day" } } } },
        "cumulog.yaml",
      ),
    ).toThrow("computed");
  });
});
