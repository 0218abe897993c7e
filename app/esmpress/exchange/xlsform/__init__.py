"""Imports XLSForms, the spreadsheets of ODK, KoboToolbox and others (https://xlsform.org)."""
