mock_provider "digitalocean" {}

variables {
  zone           = "example.org"
  host           = "esm.example.org"
  ipv4           = "198.51.100.7"
  ipv6           = "2001:db8::7"
  sending_domain = "esm.example.org"
  dmarc_reports  = "dmarc@example.org"
  mail_cnames    = { "s1._domainkey.esm" = "s1.domainkey.u1234.wl.sendgrid.net" }
}

run "names_leave_the_zone_out" {
  command = plan

  assert {
    condition     = digitalocean_record.ipv4.name == "esm" && digitalocean_record.dmarc.name == "_dmarc.esm"
    error_message = "Records are named relative to the zone."
  }

  assert {
    condition     = digitalocean_record.spf.ttl == digitalocean_record.ipv4.ttl
    error_message = "Records of one name have one TTL."
  }

  assert {
    condition     = digitalocean_record.certificate_authority["letsencrypt.org"].value == "letsencrypt.org."
    error_message = "A name in the data ends with a dot."
  }

  assert {
    condition     = output.host == "esm.example.org"
    error_message = "The host is what was asked for."
  }
}

run "the_zone_itself_can_be_the_host" {
  command = plan

  variables {
    host           = "example.org"
    sending_domain = "example.org"
  }

  assert {
    condition     = digitalocean_record.ipv4.name == "@" && digitalocean_record.dmarc.name == "_dmarc" && output.host == "example.org"
    error_message = "The zone's own name is written @."
  }
}

run "a_zone_of_others_is_left_to_them" {
  command = plan

  variables {
    manage_zone = false
    with_ipv6   = false
  }

  assert {
    condition     = length(digitalocean_domain.zone) == 0 && digitalocean_record.ipv4.domain == "example.org"
    error_message = "Records go into the zone that is there."
  }

  assert {
    condition     = length(digitalocean_record.ipv6) == 0
    error_message = "Without IPv6 there is no AAAA record."
  }
}

run "refuses_a_zone_with_a_dot_at_its_end" {
  command = plan

  variables {
    zone = "example.org."
  }

  expect_failures = [var.zone]
}

run "refuses_a_host_outside_the_zone" {
  command = plan

  variables {
    host = "esm.example.com"
  }

  expect_failures = [var.host]
}

run "refuses_a_host_with_capitals" {
  command = plan

  variables {
    host = "ESM.example.org"
  }

  expect_failures = [var.host]
}

run "refuses_mail_from_outside_the_zone" {
  command = plan

  variables {
    sending_domain = "example.com"
  }

  expect_failures = [var.sending_domain]
}

run "refuses_a_ttl_of_a_second" {
  command = plan

  variables {
    ttl = 1
  }

  expect_failures = [var.ttl]
}

run "refuses_no_certificate_authority" {
  command = plan

  variables {
    certificate_authorities = []
  }

  expect_failures = [var.certificate_authorities]
}

run "refuses_spf_for_everybody" {
  command = plan

  variables {
    spf = "v=spf1 include:sendgrid.net +all"
  }

  expect_failures = [var.spf]
}

run "refuses_a_target_with_a_dot_at_its_end" {
  command = plan

  variables {
    mail_cnames = { "s1._domainkey.esm" = "s1.example.net." }
  }

  expect_failures = [var.mail_cnames]
}

run "refuses_a_name_with_its_zone" {
  command = plan

  variables {
    mail_cnames = { "s1._domainkey.esm.example.org" = "s1.example.net" }
  }

  expect_failures = [var.mail_cnames]
}

run "refuses_mail_without_dkim" {
  command = plan

  variables {
    mail_cnames = { "em1234.esm" = "u1234.wl.sendgrid.net" }
  }

  expect_failures = [var.mail_cnames]
}

run "refuses_another_dmarc_policy" {
  command = plan

  variables {
    dmarc_policy = "strict"
  }

  expect_failures = [var.dmarc_policy]
}

run "refuses_reports_to_nobody" {
  command = plan

  variables {
    dmarc_reports = "dmarc"
  }

  expect_failures = [var.dmarc_reports]
}
