@NullMarked
package org.waymark.crisis.web;

import org.jspecify.annotations.NullMarked;
