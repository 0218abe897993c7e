# Asked before anything is made: a wrong token, a locked account, a region or size that is not offered stop the plan.
# An empty list is a provider that knows none (the stand-in of the tests); the API's never is.
data "digitalocean_account" "this" {
  lifecycle {
    postcondition {
      condition     = self.status != "locked"
      error_message = "The DigitalOcean account is locked: nothing can be made in it. The control panel says why."
    }

    postcondition {
      condition     = self.droplet_limit >= length(local.machines)
      error_message = "The account may have ${self.droplet_limit} machines and this needs ${length(local.machines)}: ask for more under Settings, Resource limits."
    }
  }
}

data "digitalocean_regions" "all" {
  lifecycle {
    postcondition {
      condition     = length(self.regions) == 0 || contains([for region in self.regions : region.slug if region.available], var.region)
      error_message = "DigitalOcean does not offer region ${var.region} to this account now. It offers: ${join(", ", sort([for region in self.regions : region.slug if region.available]))}."
    }

    postcondition {
      condition = length(self.regions) == 0 || alltrue([
        for machine in local.machines : contains(flatten([for region in self.regions : region.sizes if region.slug == var.region]), machine.size)
      ])
      error_message = "Region ${var.region} does not offer every size asked for (${join(", ", distinct([for machine in local.machines : machine.size]))}): doctl compute size list shows those there are."
    }
  }
}
