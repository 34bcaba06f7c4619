module example.com/shop

go 1.21

require (
	example.com/alpha v1.2.0
	example.com/beta/v2 v2.1.0
	example.com/gamma v0.4.0
)

require (
	example.com/fresh v0.1.0 // indirect
	example.com/shared v1.1.0 // indirect
)
