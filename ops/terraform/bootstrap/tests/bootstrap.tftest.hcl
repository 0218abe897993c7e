mock_provider "digitalocean" {}

variables {
  bucket = "example-esmpress-state"
}

run "states_are_private_and_kept_in_versions" {
  command = plan

  assert {
    condition     = digitalocean_spaces_bucket.state.acl == "private" && digitalocean_spaces_bucket.state.versioning[0].enabled
    error_message = "States hold secrets, and an earlier one can be had back."
  }

  assert {
    condition     = one(digitalocean_spaces_key.state.grant).permission == "readwrite"
    error_message = "The key reads and writes states and can do nothing else."
  }
}

run "refuses_states_outside_the_eu" {
  command = plan

  variables {
    region = "nyc3"
  }

  expect_failures = [var.region]
}

run "refuses_a_bucket_with_capitals" {
  command = plan

  variables {
    bucket = "State"
  }

  expect_failures = [var.bucket]
}

run "refuses_an_endpoint_without_scheme" {
  command = plan

  variables {
    api_endpoint = "api.digitalocean.com"
  }

  expect_failures = [var.api_endpoint]
}

run "refuses_a_spaces_endpoint_without_scheme" {
  command = plan

  variables {
    spaces_endpoint = "fra1.digitaloceanspaces.com"
  }

  expect_failures = [var.spaces_endpoint]
}
