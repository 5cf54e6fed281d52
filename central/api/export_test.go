package api

// Routes are the routes that the server has, as "METHOD /path".
func (a *API) Routes() (all []string) {
	for _, o := range a.operations() {
		all = append(all, o.method+" "+Path+o.path)
	}
	return all
}
