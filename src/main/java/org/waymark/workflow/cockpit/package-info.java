/** Camunda's Cockpit and REST interface under Waymark's accounts: who somebody is, what they may do there, what is closed. */
@NullMarked
package org.waymark.workflow.cockpit;

import org.jspecify.annotations.NullMarked;
