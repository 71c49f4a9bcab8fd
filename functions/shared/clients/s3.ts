/** What the functions call of S3. Imported when it is needed; named here, so that a bundle has no more of it. */
export { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
