/** Models change while people are on them: their versions, who stands where, and the move to the latest one. */
@NullMarked
package org.waymark.workflow.models;

import org.jspecify.annotations.NullMarked;
