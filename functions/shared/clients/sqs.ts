/** What the functions call of SQS. Imported when it is needed; named here, so that a bundle has no more of it. */
export { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
