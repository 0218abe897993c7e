"""What each column of the data holds, from the definition that asked for it. Pure: no Django."""

from esmpress.questionnaires.codebook.columns import Codebook, codebook_of
from esmpress.questionnaires.codebook.csv_file import as_csv
from esmpress.questionnaires.codebook.markdown import as_markdown

__all__ = ["Codebook", "as_csv", "as_markdown", "codebook_of"]
