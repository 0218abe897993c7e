mock_provider "digitalocean" {}

variables {
  name         = "esmpress-test"
  host         = "esm.example.org"
  machine_tag  = "esmpress-test"
  alert_emails = ["operator@example.org"]
}

run "machines_and_the_site_are_watched" {
  command = plan

  assert {
    condition     = length(digitalocean_monitor_alert.machine) == 4 && length(digitalocean_monitor_alert.database) == 0
    error_message = "Each figure of machines has an alert."
  }

  assert {
    condition     = digitalocean_uptime_check.site.target == "https://esm.example.org/healthz/delivery"
    error_message = "The site is asked by TLS whether mail goes out."
  }
}

run "databases_are_watched" {
  command = plan

  variables {
    with_databases = true
    database_ids   = ["one", "two"]
  }

  assert {
    condition     = alltrue([for alert in digitalocean_monitor_alert.database : alert.entities == toset(["one", "two"])])
    error_message = "Each figure of databases has an alert for all of them."
  }
}

run "refuses_a_name_with_capitals" {
  command = plan

  variables {
    name = "ESMpress"
  }

  expect_failures = [var.name]
}

run "refuses_a_host_with_a_path" {
  command = plan

  variables {
    host = "esm.example.org/"
  }

  expect_failures = [var.host]
}

run "refuses_alerts_to_nobody" {
  command = plan

  variables {
    alert_emails = []
  }

  expect_failures = [var.alert_emails]
}

run "refuses_an_alert_to_no_address" {
  command = plan

  variables {
    alert_emails = ["operator"]
  }

  expect_failures = [var.alert_emails]
}

run "refuses_a_path_without_slash" {
  command = plan

  variables {
    check_path = "healthz"
  }

  expect_failures = [var.check_path]
}
