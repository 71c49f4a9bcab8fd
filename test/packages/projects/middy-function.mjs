import middy from "@middy/core";
import { getLogger } from "cumulog";
import { logging } from "cumulog/middleware";

const logger = getLogger("orders");

export const handler = middy(logging({ logger })).handler(async () => {
  logger.info("order received");
  return { statusCode: 200 };
});
