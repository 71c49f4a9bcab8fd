import { ServiceError } from "../../kernel/service-error.ts";
import type { BucketDirectory, Upload } from "./state.ts";

/** @throws ServiceError `NoSuchUpload` */
export function uploadOf(buckets: BucketDirectory, id: string): Upload {
  const upload = buckets.uploads.get(id);
  if (upload) return upload;
  throw new ServiceError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { statusCode: 404, details: { UploadId: id } },
  );
}
