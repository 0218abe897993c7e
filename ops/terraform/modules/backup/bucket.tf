resource "digitalocean_spaces_bucket" "backup" {
  name   = var.bucket
  region = var.region
  acl    = "private"

  # Whoever has the machine's key can delete; what was deleted stays as an earlier version.
  versioning {
    enabled = true
  }

  lifecycle_rule {
    id                                     = "earlier-versions"
    enabled                                = true
    abort_incomplete_multipart_upload_days = 2

    noncurrent_version_expiration {
      days = var.keep_deleted_days
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}
