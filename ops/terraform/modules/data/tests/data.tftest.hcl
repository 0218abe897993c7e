mock_provider "digitalocean" {}

variables {
  name      = "esmpress-test"
  region    = "fra1"
  volume_gb = 50
  tags      = ["esmpress"]
}

run "single_has_a_volume" {
  command = plan

  assert {
    condition     = output.volume_name == "esmpress-test-data" && length(digitalocean_database_cluster.postgresql) == 0
    error_message = "One machine keeps its data on a volume."
  }
}

run "cluster_has_managed_databases" {
  command = plan

  variables {
    volume_gb = 0
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-2gb"
      database_nodes  = 2
      pool_size       = 20
      broker_size     = "db-s-1vcpu-2gb"
      broker_nodes    = 2
      maintenance_day = "tuesday"
    }
  }

  assert {
    condition     = length(digitalocean_volume.data) == 0 && digitalocean_database_cluster.postgresql["site"].node_count == 2
    error_message = "A cluster keeps its data in PostgreSQL with a standby."
  }

  assert {
    condition     = digitalocean_database_cluster.valkey["site"].eviction_policy == "noeviction"
    error_message = "A full broker throws nothing away."
  }

  assert {
    condition     = digitalocean_database_connection_pool.app["site"].user == "esmpress_app"
    error_message = "The pool is the application's, not the owner's."
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

run "refuses_a_volume_of_five" {
  command = plan

  variables {
    volume_gb = 5
  }

  expect_failures = [var.volume_gb]
}

run "refuses_a_database_without_standby" {
  command = plan

  variables {
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-2gb"
      database_nodes  = 1
      pool_size       = 20
      broker_size     = "db-s-1vcpu-2gb"
      broker_nodes    = 2
      maintenance_day = "tuesday"
    }
  }

  expect_failures = [var.managed]
}

run "refuses_a_broker_without_nodes" {
  command = plan

  variables {
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-2gb"
      database_nodes  = 2
      pool_size       = 20
      broker_size     = "db-s-1vcpu-2gb"
      broker_nodes    = 0
      maintenance_day = "tuesday"
    }
  }

  expect_failures = [var.managed]
}

run "refuses_a_size_of_machines" {
  command = plan

  variables {
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-2gb"
      database_nodes  = 2
      pool_size       = 20
      broker_size     = "s-1vcpu-2gb"
      broker_nodes    = 2
      maintenance_day = "tuesday"
    }
  }

  expect_failures = [var.managed]
}

run "refuses_a_size_that_has_no_standby" {
  command = plan

  variables {
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-1gb"
      database_nodes  = 2
      pool_size       = 20
      broker_size     = "db-s-1vcpu-2gb"
      broker_nodes    = 2
      maintenance_day = "tuesday"
    }
  }

  expect_failures = [var.managed]
}

run "refuses_a_pool_of_one" {
  command = plan

  variables {
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-2gb"
      database_nodes  = 2
      pool_size       = 1
      broker_size     = "db-s-1vcpu-2gb"
      broker_nodes    = 2
      maintenance_day = "tuesday"
    }
  }

  expect_failures = [var.managed]
}

run "refuses_maintenance_on_no_day" {
  command = plan

  variables {
    managed = {
      vpc_id          = "network"
      project_id      = "project"
      machine_tag     = "esmpress-test"
      database_size   = "db-s-1vcpu-2gb"
      database_nodes  = 2
      pool_size       = 20
      broker_size     = "db-s-1vcpu-2gb"
      broker_nodes    = 2
      maintenance_day = "never"
    }
  }

  expect_failures = [var.managed]
}
