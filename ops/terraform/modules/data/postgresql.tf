locals {
  managed = var.managed == null ? {} : { site = var.managed }
}

resource "digitalocean_database_cluster" "postgresql" {
  for_each = local.managed

  name                 = "${var.name}-db"
  engine               = "pg"
  version              = "17"
  size                 = each.value.database_size
  region               = var.region
  node_count           = each.value.database_nodes
  private_network_uuid = each.value.vpc_id
  project_id           = each.value.project_id
  tags                 = var.tags

  maintenance_window {
    day  = each.value.maintenance_day
    hour = "02:00"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_database_firewall" "postgresql" {
  for_each = local.managed

  cluster_id = digitalocean_database_cluster.postgresql[each.key].id

  rule {
    type  = "tag"
    value = each.value.machine_tag
  }
}

resource "digitalocean_database_db" "esmpress" {
  for_each = local.managed

  cluster_id = digitalocean_database_cluster.postgresql[each.key].id
  name       = "esmpress"
}

# The owner migrates, the application reads and writes rows: what each may do is set as in ops/postgres/roles.sql.
resource "digitalocean_database_user" "role" {
  for_each = var.managed == null ? toset([]) : toset(["esmpress_owner", "esmpress_app"])

  cluster_id = digitalocean_database_cluster.postgresql["site"].id
  name       = each.key
}

# Transactions share connections: the application needs DISABLE_SERVER_SIDE_CURSORS with it. Migrations go by the other port.
resource "digitalocean_database_connection_pool" "app" {
  for_each = local.managed

  cluster_id = digitalocean_database_cluster.postgresql[each.key].id
  name       = "esmpress-app"
  mode       = "transaction"
  size       = each.value.pool_size
  db_name    = digitalocean_database_db.esmpress[each.key].name
  user       = digitalocean_database_user.role["esmpress_app"].name
}

data "digitalocean_database_ca" "postgresql" {
  for_each = local.managed

  cluster_id = digitalocean_database_cluster.postgresql[each.key].id
}
