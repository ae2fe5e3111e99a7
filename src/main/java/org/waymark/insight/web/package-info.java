@NullMarked
package org.waymark.insight.web;

import org.jspecify.annotations.NullMarked;
