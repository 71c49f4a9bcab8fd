/** Where functions behind custom resources of CloudFormation answer to: always this cloud, whatever hosts are let out. */
const RESPONSE_HOST = /^cloudformation-custom-resource-response-[a-z0-9]+\.s3\.[\w.-]+$/;

/** Where wait conditions of CloudFormation are signalled. */
export const SIGNAL_HOST = /^cloudformation-waitcondition-[a-z0-9-]+\.s3\.[\w.-]+$/;

/** Whether a host belongs to CloudFormation of this cloud. */
export const isOwnHost = (host: string): boolean => RESPONSE_HOST.test(host) || SIGNAL_HOST.test(host);
