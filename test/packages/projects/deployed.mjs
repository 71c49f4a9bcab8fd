import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { LocalCloud } from "@cumulog/local";
import { CloudWatchHandler, configure, getLogger, shutdown } from "cumulog";

const cloud = await LocalCloud.start({ template: "cdk.out", clock: "stepped" });
Object.assign(process.env, cloud.env);
const { Payload, FunctionError } = await new LambdaClient().send(new InvokeCommand({ FunctionName: "old" }));
await configure({ handlers: { aws: new CloudWatchHandler({ logGroupName: "/shop/api" }) } });
getLogger("orders").error("payment failed");
const { delivered } = await shutdown();
await cloud.clock.advance("10m");
const received = cloud.inbox.list().map(({ to, subject }) => `${to} ${subject ?? ""}`);
await cloud.stop();
console.log(JSON.stringify({ answer: Buffer.from(Payload).toString(), FunctionError, delivered, received }));
