resource "digitalocean_spaces_bucket" "state" {
  name   = var.bucket
  region = var.region
  acl    = "private"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    id                                     = "earlier-states"
    enabled                                = true
    abort_incomplete_multipart_upload_days = 2

    noncurrent_version_expiration {
      days = 90
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_spaces_key" "state" {
  name = "${var.bucket}-state"

  grant {
    bucket     = digitalocean_spaces_bucket.state.name
    permission = "readwrite"
  }
}
