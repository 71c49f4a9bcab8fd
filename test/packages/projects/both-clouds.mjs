import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { LocalCloud } from "@cumulog/local";
import { CloudLoggingHandler, CloudWatchHandler, configure, getLogger, shutdown } from "cumulog";

const cloud = await LocalCloud.start();
Object.assign(process.env, cloud.env);
await configure({
  handlers: {
    aws: new CloudWatchHandler({ logGroupName: "/shop/api" }),
    google: new CloudLoggingHandler({ projectId: "shop", endpoint: cloud.endpoints.aws, insecure: true }),
  },
});
for (let number = 0; number < 100; number++) getLogger("orders").info({ number }, "paid");
const report = await shutdown();
const { events } = await new CloudWatchLogsClient().send(
  new FilterLogEventsCommand({ logGroupName: "/shop/api" }),
);
const answer = await fetch(`${cloud.endpoints.aws}/v2/entries:list`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ resourceNames: ["projects/shop"], pageSize: 1000 }),
});
const { entries } = await answer.json();
await cloud.stop();
console.log(JSON.stringify({ report, events: events.length, entries: entries.length }));
