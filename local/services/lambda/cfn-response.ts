/**
 * The module that the managed runtime of Node.js finds beside code which a template has in itself.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export const CFN_RESPONSE = `"use strict";
const https = require("node:https");

exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

exports.send = (event, context, status, data, physicalResourceId, noEcho) =>
  new Promise((resolve) => {
    const body = JSON.stringify({
      Status: status,
      Reason: "See the details in CloudWatch Log Stream: " + context.logStreamName,
      PhysicalResourceId: physicalResourceId || context.logStreamName,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      NoEcho: noEcho || false,
      Data: data,
    });
    const ended = () => {
      if (typeof context.done === "function") context.done();
      resolve();
    };
    const request = https.request(
      event.ResponseURL,
      { method: "PUT", headers: { "content-type": "", "content-length": Buffer.byteLength(body) } },
      (response) => {
        console.log("Status code: " + response.statusCode);
        response.resume();
        ended();
      },
    );
    request.on("error", (error) => {
      console.log("send(..) failed: " + error.message);
      ended();
    });
    request.end(body);
  });
`;
