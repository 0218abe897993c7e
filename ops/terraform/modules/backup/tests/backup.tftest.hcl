mock_provider "digitalocean" {}

variables {
  name   = "esmpress-test"
  region = "ams3"
  bucket = "esmpress-test-backup"
}

run "the_key_sees_the_bucket_alone" {
  command = plan

  assert {
    condition     = one(digitalocean_spaces_key.backup.grant).bucket == "esmpress-test-backup"
    error_message = "The key is granted this bucket."
  }

  assert {
    condition     = digitalocean_spaces_bucket.backup.versioning[0].enabled && digitalocean_spaces_bucket.backup.acl == "private"
    error_message = "Backups are private, and deleted ones can be had back."
  }

  assert {
    condition     = output.backup.endpoint == "https://ams3.digitaloceanspaces.com"
    error_message = "The endpoint is the region's."
  }
}

run "refuses_a_name_with_capitals" {
  command = plan

  variables {
    name = "ESMpress"
  }

  expect_failures = [var.name]
}

run "refuses_a_region_that_is_none" {
  command = plan

  variables {
    region = "amsterdam"
  }

  expect_failures = [var.region]
}

run "refuses_a_bucket_with_capitals" {
  command = plan

  variables {
    bucket = "Backup"
  }

  expect_failures = [var.bucket]
}

run "refuses_deleted_backups_gone_at_once" {
  command = plan

  variables {
    keep_deleted_days = 1
  }

  expect_failures = [var.keep_deleted_days]
}
