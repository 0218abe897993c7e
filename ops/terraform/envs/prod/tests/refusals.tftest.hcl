# What the account is offered is mocked: fra1 in two sizes, ams3 closed.
mock_provider "digitalocean" {
  mock_data "digitalocean_account" {
    defaults = { status = "active", droplet_limit = 5 }
  }
  mock_data "digitalocean_regions" {
    defaults = {
      regions = [
        { slug = "fra1", name = "Frankfurt 1", available = true, features = [], sizes = ["s-2vcpu-4gb", "s-2vcpu-2gb"] },
        { slug = "ams3", name = "Amsterdam 3", available = false, features = [], sizes = ["s-2vcpu-4gb"] },
      ]
    }
  }
  mock_resource "digitalocean_droplet" {
    defaults = { id = "4711" }
  }
}

variables {
  environment     = "prod"
  private_network = "10.20.0.0/20"
  ssh_allow       = ["192.0.2.10/32"]
  ssh_keys        = { ada = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+O0kF2oFDlYKtBvBjUPR0zMFHJXwSEPjVRCzN0dbyk ada" }
  zone            = "example.org"
  host            = "esm.example.org"
  sending_domain  = "esm.example.org"
  dmarc_reports   = "dmarc@example.org"
  mail_cnames     = { "s1._domainkey.esm" = "s1.domainkey.u1234.wl.sendgrid.net" }
  alert_emails    = ["operator@example.org"]
  backup_bucket   = "example-esmpress-backup"
}

run "a_site_that_is_offered_is_planned" {
  command = plan

  assert {
    condition     = output.site.region == "fra1"
    error_message = "The region is the one asked for."
  }
}

run "outside_the_eu_only_with_a_word_for_it" {
  command = plan

  variables {
    backup_region = "nyc3"
    outside_eu    = true
  }

  assert {
    condition     = output.backup.region == "nyc3"
    error_message = "The region is the one asked for."
  }
}

run "refuses_more_machines_than_the_account_may_have" {
  command = plan

  variables {
    topology  = "cluster"
    app_count = 5
  }

  expect_failures = [data.digitalocean_account.this]
}

run "refuses_a_locked_account" {
  command = plan

  override_data {
    target = data.digitalocean_account.this
    values = { status = "locked", droplet_limit = 5 }
  }

  expect_failures = [data.digitalocean_account.this]
}

run "refuses_an_environment_of_another_name" {
  command = plan

  variables {
    environment = "test"
  }

  expect_failures = [var.environment]
}

run "refuses_another_topology" {
  command = plan

  variables {
    topology = "triple"
  }

  expect_failures = [var.topology]
}

run "refuses_a_region_outside_the_eu" {
  command = plan

  variables {
    region = "nyc3"
  }

  expect_failures = [var.region]
}

run "refuses_backups_outside_the_eu" {
  command = plan

  variables {
    backup_region = "nyc3"
  }

  expect_failures = [var.backup_region]
}

run "refuses_ssh_from_everywhere" {
  command = plan

  variables {
    ssh_allow = ["192.0.2.10/32", "0.0.0.0/0"]
  }

  expect_failures = [var.ssh_allow]
}

run "refuses_a_volume_of_none" {
  command = plan

  variables {
    data_volume_gb = 0
  }

  expect_failures = [var.data_volume_gb]
}

run "refuses_a_cluster_without_app_machines" {
  command = plan

  variables {
    app_count = 0
  }

  expect_failures = [var.app_count]
}

run "refuses_a_cluster_without_workers" {
  command = plan

  variables {
    worker_count = 0
  }

  expect_failures = [var.worker_count]
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

run "refuses_a_region_that_is_not_offered" {
  command = plan

  variables {
    region = "ams3"
  }

  expect_failures = [data.digitalocean_regions.all]
}

run "refuses_a_size_that_is_not_offered_there" {
  command = plan

  variables {
    single_size = "g-2vcpu-8gb"
  }

  expect_failures = [data.digitalocean_regions.all]
}
