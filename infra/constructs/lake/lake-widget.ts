import { CustomWidget } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { namedQuery } from "cumulog/analysis";
import { CumulogFunction } from "../cumulog-function.ts";
import { letAskLake } from "./lake-reader.ts";
import type { LogLake } from "./log-lake.ts";

/** Properties of {@link LakeWidget}. */
export interface LakeWidgetProps {
  /** Lake that is asked. */
  readonly lake: LogLake;
}

/** What a widget of {@link LakeWidget} shows. */
export interface LakeWidgetOptions {
  /** @default the query's title */
  readonly title?: string;
  /** Values of the query's parameters. @default the query's own */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Columns of the dashboard's 24. @default 12 */
  readonly width?: number;
  /** Rows of the dashboard. @default 7 */
  readonly height?: number;
}

/**
 * A function that draws charts of a lake on CloudWatch's dashboards, which ask it with the rights of who looks at them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard.html
 */
export class LakeWidget extends Construct {
  readonly function: CumulogFunction;

  constructor(scope: Construct, id: string, { lake }: LakeWidgetProps) {
    super(scope, id);
    this.function = new CumulogFunction(this, "Widget", {
      code: "lake-report",
      handler: "index.widget",
      description: "Draws charts of the lake on dashboards",
      memorySize: 1_024,
      environment: {
        LAKE_REPORT_CONFIGURATION: JSON.stringify({ database: lake.database, workgroup: lake.workgroup }),
      },
    });
    letAskLake(this.function, lake);
  }

  /** A widget with the chart of a query that ships. @throws UnknownQueryError */
  widget(query: string, options: LakeWidgetOptions = {}): CustomWidget {
    const { title, parameters, width = 12, height = 7 } = options;
    return new CustomWidget({
      functionArn: this.function.function.functionArn,
      title: title ?? namedQuery(query).title,
      params: { query, ...(parameters !== undefined && { parameters }) },
      updateOnRefresh: true,
      updateOnResize: true,
      updateOnTimeRangeChange: true,
      width,
      height,
    });
  }
}
