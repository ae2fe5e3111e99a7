package org.waymark.rules;

import org.waymark.workflow.Workflow.Evaluation;

/** Puts evaluations into words. Who may read one is decided where it is kept. */
public interface Explanations {

    Explanation of(Evaluation evaluation);
}
