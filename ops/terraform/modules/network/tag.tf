# A firewall is given a tag only when the tag exists. These are of this environment alone: two environments in one account share
# no firewall, and the end of one takes no tag from the other.
resource "digitalocean_tag" "environment" {
  name = var.name
}

resource "digitalocean_tag" "role" {
  for_each = var.roles

  name = "${var.name}-${each.key}"
}
