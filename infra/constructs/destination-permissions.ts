import type { NotifierConfiguration } from "../../functions/alert-notifier/configuration.ts";
import { arnOf } from "./arn.ts";
import type { SecretPermission } from "./secret-permissions.ts";

/** What a notifier must be allowed besides reading secrets: to send mail, and to draw charts. */
export function destinationPermissions({ destinations }: NotifierConfiguration): SecretPermission[] {
  const mails = destinations.filter((one) => one.type === "email");
  const draws = destinations.some((one) => (one.type === "email" || one.type === "slack") && one.chart);
  const identities = mails.flatMap(({ from, region }) =>
    [from, from.slice(from.lastIndexOf("@") + 1)].map((identity) =>
      arnOf("ses", `identity/${identity}`, region),
    ),
  );
  return [
    ...(identities.length > 0 ? [{ actions: ["ses:SendEmail"], resources: [...new Set(identities)] }] : []),
    ...(draws
      ? [
          {
            actions: ["cloudwatch:GetMetricWidgetImage"],
            resources: ["*"],
            // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
            reason: "Pictures of metrics cannot be allowed by resource.",
          },
        ]
      : []),
  ];
}
