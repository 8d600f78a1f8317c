"""What an author can get wrong across files: unknown ids, questions nobody reaches, scores that cannot be.

What is wrong within one part (a missing language, an unknown key) the models of `definition` refuse.
"""

from questionnaires.definition import Questionnaire
from questionnaires.lint import names, points, routing, tree
from questionnaires.lint.finding import Finding

RULES = (*names.RULES, *tree.RULES, *points.RULES, *routing.RULES)


def findings(questionnaire: Questionnaire) -> list[Finding]:
    """All that is wrong, rule by rule; where ids are not what they seem, only that."""
    found = [finding for rule in names.RULES for finding in rule(questionnaire)]
    found = found or [f for rule in RULES[len(names.RULES) :] for f in rule(questionnaire)]
    return _told_once(questionnaire, found)


def _told_once(questionnaire: Questionnaire, found: list[Finding]) -> list[Finding]:
    """What is wrong with all rows of a matrix or a rated item was written once, and is told about that."""
    told = set(found)
    group_of = {
        Finding(row.id, finding.message): Finding(group.id, finding.message)
        for group in questionnaire.group.values()
        for finding in dict.fromkeys(f for f in found if f.subject == group.rows[0].id)
        for row in group.rows
        if all(Finding(other.id, finding.message) in told for other in group.rows)
    }
    return list(dict.fromkeys(group_of.get(finding, finding) for finding in found))
