mock_provider "digitalocean" {}

variables {
  name      = "esmpress-test"
  region    = "fra1"
  ip_range  = "10.20.0.0/20"
  ssh_allow = ["192.0.2.10/32", "2001:db8:1::/48"]
  roles     = ["single"]
}

run "single_is_open_to_the_web" {
  command = plan

  assert {
    condition     = length(digitalocean_firewall.public) == 1 && length(digitalocean_firewall.app) == 0
    error_message = "The single machine has a firewall that lets the web in, and none for a load balancer."
  }

  assert {
    condition     = one([for rule in digitalocean_firewall.machines.inbound_rule : rule.port_range]) == "22"
    error_message = "Of every machine, port 22 alone is open, to operators."
  }
}

run "cluster_is_open_to_its_load_balancer_alone" {
  command = plan

  variables {
    roles            = ["app", "worker"]
    load_balancer_id = "balancer"
  }

  assert {
    condition     = length(digitalocean_firewall.public) == 0
    error_message = "Nothing of a cluster is open to the web but its load balancer."
  }

  assert {
    condition     = one(digitalocean_firewall.app[0].inbound_rule).source_load_balancer_uids == toset(["balancer"])
    error_message = "App machines are open to the load balancer."
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

run "refuses_a_network_without_bits" {
  command = plan

  variables {
    ip_range = "10.20.0.0"
  }

  expect_failures = [var.ip_range]
}

run "refuses_a_network_of_public_addresses" {
  command = plan

  variables {
    ip_range = "198.51.100.0/24"
  }

  expect_failures = [var.ip_range]
}

run "refuses_ssh_from_nowhere" {
  command = plan

  variables {
    ssh_allow = []
  }

  expect_failures = [var.ssh_allow]
}

run "refuses_ssh_from_an_address_without_bits" {
  command = plan

  variables {
    ssh_allow = ["192.0.2.10"]
  }

  expect_failures = [var.ssh_allow]
}

run "refuses_ssh_from_everywhere" {
  command = plan

  variables {
    ssh_allow = ["0.0.0.0/0"]
  }

  expect_failures = [var.ssh_allow]
}

run "refuses_ssh_from_everywhere_by_ipv6" {
  command = plan

  variables {
    ssh_allow = ["::/0"]
  }

  expect_failures = [var.ssh_allow]
}

run "refuses_ssh_from_everywhere_in_halves" {
  command = plan

  variables {
    ssh_allow = ["0.0.0.0/1", "128.0.0.0/1"]
  }

  expect_failures = [var.ssh_allow]
}

run "refuses_a_role_that_is_none" {
  command = plan

  variables {
    roles = ["database"]
  }

  expect_failures = [var.roles]
}

run "refuses_a_port_that_is_none" {
  command = plan

  variables {
    outbound_ports = [80, 443, 70000]
  }

  expect_failures = [var.outbound_ports]
}

run "refuses_machines_that_fetch_nothing" {
  command = plan

  variables {
    outbound_ports = [587]
  }

  expect_failures = [var.outbound_ports]
}
