@NullMarked
package org.waymark.pathway.web;

import org.jspecify.annotations.NullMarked;
