# Messages wait in it: when it is full, writing fails and shows, and nothing that waits is thrown away.
resource "digitalocean_database_cluster" "valkey" {
  for_each = local.managed

  name                 = "${var.name}-broker"
  engine               = "valkey"
  version              = "8"
  size                 = each.value.broker_size
  region               = var.region
  node_count           = each.value.broker_nodes
  eviction_policy      = "noeviction"
  private_network_uuid = each.value.vpc_id
  project_id           = each.value.project_id
  tags                 = var.tags

  maintenance_window {
    day  = each.value.maintenance_day
    hour = "03:00"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_database_firewall" "valkey" {
  for_each = local.managed

  cluster_id = digitalocean_database_cluster.valkey[each.key].id

  rule {
    type  = "tag"
    value = each.value.machine_tag
  }
}
