@NullMarked
package org.waymark.links.web;

import org.jspecify.annotations.NullMarked;
