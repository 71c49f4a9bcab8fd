/** Where functions behind custom resources of CloudFormation answer to: always this cloud, whatever hosts are let out. */
export const RESPONSE_HOST = /^cloudformation-custom-resource-response-[a-z0-9]+\.s3\.[\w.-]+$/;
