/** The pages of the models' versions. */
@NullMarked
package org.waymark.workflow.web;

import org.jspecify.annotations.NullMarked;
