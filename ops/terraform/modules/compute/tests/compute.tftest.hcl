# Ids of machines are numbers, and where others need one they need it as such.
mock_provider "digitalocean" {
  mock_resource "digitalocean_droplet" {
    defaults = { id = "4711", ipv4_address = "203.0.113.7", ipv6_address = "2001:db8::7" }
  }
  mock_resource "digitalocean_loadbalancer" {
    defaults = { ip = "192.0.2.7" }
  }
}

variables {
  name      = "esmpress-test"
  region    = "fra1"
  machines  = { single = { role = "single", size = "s-2vcpu-4gb" } }
  vpc_id    = "network"
  volume_id = "volume"
  tags      = { single = ["esmpress-test"], app = ["esmpress-test"], worker = ["esmpress-test"] }
  ssh_keys  = { ada = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+O0kF2oFDlYKtBvBjUPR0zMFHJXwSEPjVRCzN0dbyk ada" }
}

# Planned only: what is guarded could not be torn down.
run "single_has_an_address_and_a_volume_of_its_own" {
  command = plan

  assert {
    condition     = keys(digitalocean_reserved_ip_assignment.site) == ["single"] && digitalocean_reserved_ip.site["single"].region == "fra1"
    error_message = "The reserved address is the machine's."
  }

  assert {
    condition     = digitalocean_volume_attachment.data["single"].volume_id == "volume"
    error_message = "The volume is attached to the machine."
  }

  assert {
    condition     = output.load_balancer == null
    error_message = "Before one machine stands no load balancer."
  }
}

run "cloud_init_makes_one_user_with_the_keys_alone" {
  command = plan

  assert {
    condition     = tolist(jsondecode(split("\n", digitalocean_droplet.machine["single"].user_data)[1]).users[0].ssh_authorized_keys) == values(var.ssh_keys)
    error_message = "The user ansible has the operators' keys."
  }
}

run "cluster_stands_behind_a_load_balancer" {
  variables {
    machines      = { app-1 = { role = "app", size = "s-2vcpu-4gb" }, worker-1 = { role = "worker", size = "s-1vcpu-2gb" } }
    load_balancer = { host = "esm.example.org", machine_tag = "esmpress-test-app", size_unit = 2 }
    volume_id     = ""
  }

  assert {
    condition     = output.load_balancer.ipv4 == "192.0.2.7" && output.reserved_ipv4 == null
    error_message = "The site is at the load balancer's address."
  }

  assert {
    condition     = digitalocean_loadbalancer.site["site"].droplet_tag == "esmpress-test-app"
    error_message = "The load balancer finds its machines by their tag."
  }
}

run "a_certificate_for_another_host_has_another_name" {
  command = plan

  variables {
    machines      = { app-1 = { role = "app", size = "s-2vcpu-4gb" } }
    load_balancer = { host = "other.example.org", machine_tag = "esmpress-test-app", size_unit = 2 }
    volume_id     = ""
  }

  assert {
    condition     = digitalocean_certificate.site["site"].name != run.cluster_stands_behind_a_load_balancer.certificate_name
    error_message = "Both certificates are there for a moment, and names are unique."
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
    region = "frankfurt"
  }

  expect_failures = [var.region]
}

run "refuses_no_machine" {
  command = plan

  variables {
    machines = {}
  }

  expect_failures = [var.machines]
}

run "refuses_a_role_that_is_none" {
  command = plan

  variables {
    machines = { a = { role = "database", size = "s-1vcpu-2gb" } }
  }

  expect_failures = [var.machines]
}

run "refuses_two_single_machines" {
  command = plan

  variables {
    machines = { a = { role = "single", size = "s-1vcpu-2gb" }, b = { role = "single", size = "s-1vcpu-2gb" } }
  }

  expect_failures = [var.machines]
}

run "refuses_a_size_in_words" {
  command = plan

  variables {
    machines = { a = { role = "single", size = "large" } }
  }

  expect_failures = [var.machines]
}

run "refuses_another_system" {
  command = plan

  variables {
    image = "ubuntu-24-04-x64"
  }

  expect_failures = [var.image]
}

run "refuses_a_private_key" {
  command = plan

  variables {
    ssh_keys = { ada = "-----BEGIN OPENSSH PRIVATE KEY-----" }
  }

  expect_failures = [var.ssh_keys]
}

run "refuses_no_key" {
  command = plan

  variables {
    ssh_keys = {}
  }

  expect_failures = [var.ssh_keys_in_account]
}

run "refuses_a_backup_at_half_past" {
  command = plan

  variables {
    backup_hour = 3
  }

  expect_failures = [var.backup_hour]
}

run "refuses_a_load_balancer_without_app_machines" {
  command = plan

  variables {
    load_balancer = { host = "esm.example.org", machine_tag = "x", size_unit = 2 }
  }

  expect_failures = [var.load_balancer]
}

run "refuses_app_machines_without_a_load_balancer" {
  command = plan

  variables {
    machines = { app-1 = { role = "app", size = "s-2vcpu-4gb" } }
  }

  expect_failures = [var.load_balancer]
}
